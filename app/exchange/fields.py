"""The fields of a customer that a file may bring, and by what names files call them."""

from collections.abc import Mapping

from app.core.folding import fold
from app.core.text import N_, _

FIELDS: Mapping[str, str] = {
    "client_id": N_("Client ID"),
    "email": N_("E-mail"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "name": N_("Name (company or person)"),
    "company_name": N_("Company name"),
    "legal_name": N_("Legal name"),
    "kind": N_("Type"),
    "phone": N_("Phone"),
    "website": N_("Website"),
    "country": N_("Country"),
    "address_line1": N_("Address line 1"),
    "address_line2": N_("Address line 2"),
    "city": N_("City"),
    "state": N_("State or province"),
    "postal_code": N_("Postal code"),
    "description": N_("Description"),
    "company_size": N_("Company size"),
    "industry": N_("Industry"),
    "annual_revenue": N_("Annual revenue"),
    "annual_revenue_currency": N_("Currency of the annual revenue"),
    "notes": N_("Notes"),
    "owner": N_("Owner"),
    "tags": N_("Tags"),
    "created_at": N_("Joined"),
}
# What columns are called, likeliest first, as `plain` leaves it.
_NAMES = """
    client_id: clientid customerid customernumber customerno customercode clientnumber clientno
        clientcode accountnumber accountid kundennummer kundennr kundenid id
    email: email emailaddress mail mailaddress primaryemail contactemail email1 emailadresse
        workemail businessemail customeremail useremail adminemail
    first_name: firstname givenname forename vorname prenom nombre
    last_name: lastname surname familyname nachname familienname nom apellido apellidos
    name: name fullname customername clientname displayname customer client contactname kunde
    company_name: companyname company organization organisation organizationname
        organisationname firm business businessname account accountname employer firma
        firmenname unternehmen societe empresa
    legal_name: legalname registeredname legalentity
    kind: type kind customertype clienttype accounttype kundentyp
    phone: phone phonenumber phone1 telephone tel telephonenumber primaryphone businessphone
        workphone officephone contactphone telefon telefonnummer mobile mobilephone mobilenumber
        cell cellphone handy
    website: website webpage web url homepage site domain webseite
    country: country countryname countrycode billingcountry nation land pays pais
    address_line1: addressline1 address1 address street streetaddress street1 billingstreet
        billingaddress strasse anschrift adresse direccion
    address_line2: addressline2 address2 street2 suite apartment adresszusatz
    city: city town billingcity locality ort stadt ville ciudad
    state: state province stateorprovince stateprovince region county billingstate bundesland
    postal_code: postalcode postcode zip zipcode zippostalcode billingpostalcode billingzip plz
        postleitzahl codepostal
    description: description about beschreibung
    company_size: companysize size employees numberofemployees headcount
    industry: industry sector branch branche
    annual_revenue: annualrevenue turnover yearlyrevenue umsatz
    annual_revenue_currency: annualrevenuecurrency revenuecurrency
    notes: notes note comment comments remarks notizen bemerkung
    owner: owner accountowner customerowner accountmanager salesrep salesrepresentative
        salesperson kundenbetreuer betreuer
    tags: tags tag labels label customertags schlagworte etiketten
    created_at: joined joineddate joindate datejoined subscriptiondate subscribed customersince
        since createdat created createddate creationdate datecreated signupdate registered
        registrationdate registeredat dateadded kundeseit
"""


def title(field: str) -> str:
    """What a field is called on screen."""
    return _(FIELDS[field])


def plain(name: str) -> str:
    """A name for comparing: folded, letters and digits alone."""
    return "".join(filter(str.isalnum, fold(name)))


def _synonyms() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in _NAMES.split():
        if word.endswith(":"):
            field = word.removesuffix(":")
            found[field] = ()
        else:
            found[field] += (word,)
    return found


SYNONYMS: Mapping[str, tuple[str, ...]] = _synonyms()
