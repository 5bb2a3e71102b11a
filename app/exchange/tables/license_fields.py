"""The fields of a license that a file may bring, and the words other programs write in them."""

from app.catalogue.terms import Cycle
from app.core.text import N_
from app.exchange.tables.offer import PLAN, PRODUCT
from app.exchange.tables.owners import CLIENT_ID, EMAIL
from app.exchange.tables.target import TableField

FIELDS = {
    "key": TableField(N_("License key"), (
        "licensecode", "license", "serial", "serialnumber", "activationkey", "productkey", "code",
        "lizenzschlussel", "lizenz",
    )),
    "product": PRODUCT,
    "plan": PLAN,
    "email": EMAIL,
    "client_id": CLIENT_ID,
    "order_number": TableField(N_("Order number"), (
        "order", "orderid", "orderno", "ordernr", "purchaseorder", "bestellnummer",
    )),
    "starts_on": TableField(N_("Starts on"), (
        "starts", "start", "startdate", "validfrom", "purchasedate", "gultigab",
    )),
    "expires_on": TableField(N_("Expires on"), (
        "expires", "expiry", "expirydate", "expiration", "expirationdate", "expiresat",
        "validuntil", "validto", "enddate", "ablaufdatum", "gultigbis",
    )),
    "cycle": TableField(N_("Billing cycle"), ("billing", "billinginterval", "term", "interval")),
    "status": TableField(N_("Status"), ("state", "licensestatus")),
}  # fmt: skip
CYCLES = {
    "monthly": Cycle.MONTHLY, "month": Cycle.MONTHLY, "monatlich": Cycle.MONTHLY,
    "yearly": Cycle.YEARLY, "year": Cycle.YEARLY, "annual": Cycle.YEARLY,
    "annually": Cycle.YEARLY, "jahrlich": Cycle.YEARLY,
}  # fmt: skip
EXPIRED, OVER = "expired", "over"
# What other programs call licenses; those that are over are left out.
STATUSES = {
    **dict.fromkeys(
        ("active", "available", "unassigned", "assigned", "issued", "sold", "valid", "enabled",
         "ok", "ingrace", "grace", "notstarted", "pending", "aktiv"), "",
    ),
    "expired": EXPIRED, "abgelaufen": EXPIRED,
    **dict.fromkeys(
        ("suspended", "revoked", "cancelled", "canceled", "disabled", "inactive", "blocked",
         "terminated", "refunded", "deleted", "inaktiv", "gesperrt"), OVER,
    ),
}  # fmt: skip
