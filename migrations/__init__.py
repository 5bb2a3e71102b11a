"""The history of the schema. `HEAD` is the newest; start-up compares it with one query.

Revisions are numbered "0001", "0002", … so that older and newer can be told apart
without loading Alembic. A migration never imports the application.
"""

HEAD = "0010"

_TOLD = (
    "licenses", "activations", "subscriptions", "domains", "orders", "invoices", "payments",
    "interactions", "follow_ups",
)  # fmt: skip
_SEARCHED = ("products", "plans", *_TOLD)
_PARTS = ("put", "take", "swap")
# What every database at HEAD has beyond its tables: triggers by engine. SQLite rebuilds
# a table to alter it and loses them without a word, so each upgrade ends by looking.
GUARDS = {
    "sqlite": frozenset(
        {
            "audit_events_no_update",
            "audit_events_no_delete",
            "audit_payloads_no_update",
            "audit_payloads_no_delete",
            "customers_search_put",
            "customers_search_take",
            "customers_search_swap",
            "customers_search_aside_put",
            "customers_search_aside_enter",
            "customers_search_aside_swap",
            "customers_search_aside_take",
            "customers_tags_put",
            "customers_tags_swap",
            "customers_tags_take",
            "invoices_keep",
            "invoices_stay",
            "invoice_lines_enter",
            "invoice_lines_keep",
            "invoice_lines_stay",
            *(f"customers_tell_{table}" for table in _TOLD),
            *(f"{table}_search_{part}" for table in _SEARCHED for part in _PARTS),
        }
    ),
    "postgresql": frozenset(
        {
            "audit_events_append_only",
            "audit_payloads_append_only",
            "audit_head_news",
            "customers_tell",
            "customers_tell_billing",
            "customers_tell_contacts",
            "customers_tags_put",
            "customers_tags_swap",
            "invoices_keep",
            "invoices_stay",
            "invoice_lines_keep",
        }
    ),
}
