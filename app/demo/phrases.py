"""What demo customers say of themselves, and what staff noted about them."""

from app.customers.schemas import HoldReason

INVENTED = (
    "Veltra", "Nordwerk", "Solvanta", "Kestrelle", "Brightmoor", "Ardenza", "Lumivo", "Quillon",
    "Fenwick", "Tessaro", "Orbanic", "Halvora", "Mirelle", "Castavia", "Pinehaven", "Zorvane",
    "Altivio", "Bluemarch", "Corvanta", "Dellmoor", "Elantis", "Fjordia", "Greenholt", "Ivandra",
    "Jasperline", "Kolvera", "Larkspire", "Montavi", "Novalune", "Ostravelle", "Palmyre",
    "Quantello", "Rivermark", "Silvanta", "Tamarind", "Umberlane", "Vexley", "Westlund",
    "Xandria", "Yellowfin",
)  # fmt: skip

DESCRIPTIONS = {
    "Agriculture": "Grows and packs for retailers in four countries.",
    "Automotive": "Dealership and workshop with three sites.",
    "Construction": "Plans and builds schools, halls and bridges.",
    "Education": "Courses for adults, in the evening and online.",
    "Energy": "Plans, builds and runs solar and wind parks.",
    "Finance": "Bookkeeping, payroll and tax for small firms.",
    "Healthcare": "Practices and pharmacies under one roof.",
    "Hospitality": "Family-run house, open all year.",
    "Legal services": "Commercial and labour law.",
    "Manufacturing": "Precision parts in small series.",
    "Media": "Books and magazines for schools and universities.",
    "Non-profit": "Supports libraries in rural areas.",
    "Professional services": "Advises public authorities and mid-sized firms.",
    "Real estate": "Lets and manages flats and offices.",
    "Retail": "Eleven shops and a growing web shop.",
    "Technology": "Develops software for warehouses and depots.",
    "Telecommunications": "Networks for business parks.",
    "Transport and logistics": "Freight by road and rail, with own warehouses.",
}

NOTES = (
    "Prefers to be called in the morning.",
    "Asked for a quote for twenty more seats; follow up in the new quarter.",
    "Invoices go to accounting, never to the branch.",
    "Met at the trade fair in Hannover. Very interested in offline activation.",
    "Wants a training day for the new team.",
    "Purchase orders need a reference number, otherwise they are sent back.",
    "Moved offices in spring; the old address is still on some documents.",
    "Writes in French, reads English.",
    "Pays by bank transfer, usually a few days early.",
    "Renewal was close last time. Talk to them two months ahead.",
    "Referred two colleagues. Send a thank-you card.",
    "Uses the software on machines without internet access.",
    "Contract runs through the holding; see the parent customer.",
    "Out of office every August.",
)

# Why customers are held, and what staff wrote down.
AGREED = (
    (HoldReason.PAYMENT, "Payment plan agreed; access comes back on the date named."),
    (HoldReason.PAYMENT, "Promised to pay after the turn of the month."),
)
UNPAID = (
    (HoldReason.PAYMENT, "Two reminders without an answer. Lifted when the payment arrives."),
    (HoldReason.PAYMENT, "Direct debit was returned by the bank."),
)
LEGAL = ((HoldReason.LEGAL, "Waiting for the signed data processing agreement."),)
INACTIVE = (
    (HoldReason.REQUEST, "Takes a break over the winter, at their own request."),
    (HoldReason.MANUAL, "No longer uses the product; keep the data."),
    (HoldReason.REQUEST, "Project finished. May come back next year."),
)
BLOCKED = ((HoldReason.FRAUD, "Paid with cards that were reported stolen."),)
PAID_UP = ((HoldReason.PAYMENT, "Invoice was overdue; paid in full."),)

JOBS = (
    "Managing director", "Accounts payable", "IT administrator", "Head of purchasing",
    "Office manager", "Operations manager", "Chief technology officer", "Assistant to the board",
)  # fmt: skip

# Roughly what one euro was worth; only to give annual revenues a likely size.
PER_EURO = {
    "AED": 4, "ARS": 1500, "AUD": 1.7, "BRL": 6, "CAD": 1.6, "CHF": 0.95, "CNY": 8, "CZK": 25,
    "DKK": 7.5, "EGP": 55, "EUR": 1, "GBP": 0.86, "HUF": 400, "ILS": 4, "INR": 95, "ISK": 145,
    "JPY": 165, "KRW": 1550, "MXN": 21, "NGN": 1700, "NOK": 11.7, "NZD": 1.9, "PLN": 4.3,
    "RON": 5, "SEK": 11.2, "SGD": 1.5, "TRY": 45, "UAH": 47, "USD": 1.1, "VND": 29000, "ZAR": 20,
}  # fmt: skip
