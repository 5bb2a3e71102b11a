"""The United Kingdom, Ireland, Australia and New Zealand."""

from app.demo.country import Country

_TRADES = """Engineering;Manufacturing
    Consulting;Professional services
    Logistics;Transport and logistics
    Solicitors;Legal services
    Software;Technology
    Books;Media
    Bakery;Retail
    Estates;Real estate
    Dental Care;Healthcare
    Joinery;Construction
    Farms;Agriculture
    Motors;Automotive"""
_FIRMS = ("{a} {t}", "{a} & {b} {t}", "{i} {t}", "{c} {t}", "{a} & Sons {t}", "{i}")

COUNTRIES = (
    Country(
        "GB", "GBP", 9,
        men="""Oliver George Harry Callum Rhys Alistair Mohammed Hamish Dylan Edward Nigel Tariq
            Graham Finlay Siôn Rupert""",
        women="""Amelia Isla Olivia Charlotte Bronwen Priya Fiona Gemma Harriet Imogen Aisha Nia
            Philippa Rosalind Siân Zara""",
        last="""Smith Whitfield Taylor O'Connor Patel Hughes Ashworth-Clarke MacDonald Thompson
            Okafor Barrington Llewellyn Cartwright Begum Fairbairn Hargreaves Singh Wetherby
            Pemberton Sinclair""",
        towns="""London;;EC#A #@@;+44 20 7946 0###
            Manchester;;M# #@@;+44 161 496 0###
            Edinburgh;;EH# #@@;+44 131 496 0###
            Bristol;;BS# #@@;+44 117 496 0###
            Cardiff;;CF1# #@@;+44 29 2018 0###
            Leeds;West Yorkshire;LS# #@@;+44 113 496 0###
            Belfast;;BT# #@@;+44 28 9649 6###""",
        trades=_TRADES,
        streets=("{n} High Street", "{n} Station Road", "Unit {n}, Kingfisher Court",
                 "{n} Chapel Lane", "{n} Victoria Terrace"),
        forms=("{} Ltd", "{} Limited", "{} Ltd", "{} LLP", "{} plc"),
        firms=_FIRMS,
        mobiles=("+44 7700 900###",),
    ),
    Country(
        "IE", "EUR", 3,
        men="Seán Pádraig Conor Oisín Cillian Eoin Declan Rory Tadhg Fionn Darragh Brendan",
        women="Aoife Siobhán Niamh Róisín Ciara Gráinne Orla Sinéad Caoimhe Máire Bríd Éabha",
        last="""Murphy O'Brien Ó_Súilleabháin Byrne McCarthy Gallagher O'Shea Doyle Ní_Bhriain
            Brennan Fitzgerald Kavanagh Nolan Mac_Giolla""",
        towns="""Dublin;Co. Dublin;D0# W@##;+353 1 5## ####
            Cork;Co. Cork;T12 X@##;+353 21 5## ####
            Galway;Co. Galway;H91 E@##;+353 91 5## ###
            Dún Laoghaire;Co. Dublin;A96 K@##;+353 1 5## ####""",
        trades=_TRADES,
        streets=("{n} Grafton Street", "{n} Patrick's Quay", "{n} Main Street", "{n} Abbey Road"),
        forms=("{} Ltd", "{} DAC", "{} Teoranta"),
        firms=_FIRMS,
        mobiles=("+353 85 ### ####", "+353 87 ### ####"),
    ),
    Country(
        "AU", "AUD", 4,
        men="Jack Lachlan Cooper Angus Bruce Minh Liam Darcy Riley Nikolaos Hamish Callan",
        women="Matilda Ruby Chloe Kirra Sienna Georgia Thuy Bronte Evie Tahlia Sheila Maddison",
        last="""Wilson Nguyen Campbell McKenzie Papadopoulos Thompson Kelly Robertson Chen Walsh
            Fraser Harrington Doolan Sharma""",
        towns="""Sydney;New South Wales;20##;+61 2 5550 ####
            Melbourne;Victoria;30##;+61 3 5550 ####
            Brisbane;Queensland;40##;+61 7 5550 ####
            Perth;Western Australia;60##;+61 8 5550 ####
            Hobart;Tasmania;70##;+61 3 7010 ####""",
        trades=_TRADES,
        streets=("{n} George Street", "{n} Wattle Avenue", "Level {n}, Harbour Tower",
                 "{n} Bondi Road"),
        forms=("{} Pty Ltd", "{} Pty Ltd", "{} Limited"),
        firms=_FIRMS,
        mobiles=("+61 491 570 ###",),
    ),
    Country(
        "NZ", "NZD", 2,
        men="Tane Wiremu Hunter James Nikau Mason Rawiri Blair Hemi Cameron",
        women="Aroha Mia Anahera Isabella Ngaio Marama Holly Hinewai Sophie Kiri",
        last="Williams Tāmati Ngata Brown Henare Wilson Parata Thomson Rāwiri Cooper Tūhoe Hall",
        towns="""Auckland;;10##;+64 9 5## ####
            Wellington;;60##;+64 4 5## ####
            Christchurch;;80##;+64 3 5## ####
            Whangārei;;01##;+64 9 4## ####""",
        trades=_TRADES,
        streets=("{n} Queen Street", "{n} Kauri Road", "{n} Lambton Quay"),
        forms=("{} Limited", "{} Ltd"),
        firms=_FIRMS,
        mobiles=("+64 21 ### ####",),
    ),
)  # fmt: skip
