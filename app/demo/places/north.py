"""Sweden, Norway, Denmark, Finland and Iceland."""

from app.demo.country import Country

COUNTRIES = (
    Country(
        "SE", "SEK", 4,
        men="Lars Björn Åke Göran Emil Axel Håkan Sören Viktor Mikael Nils Jörgen Ali Oskar",
        women="""Astrid Ebba Åsa Linnéa Märta Ingrid Maj-Britt Elsa Saga Frida Ylva Malin Disa
            Zahra""",
        last="""Andersson Lindström Bergqvist Åkesson Sjöberg Öberg Nyström Holmgren Hägglund
            Ekström Söderlund Wallin Björklund Hassan""",
        towns="""Stockholm;;11# ##;+46 8 465 004 ##
            Göteborg;;41# ##;+46 31 390 06 ##
            Malmö;;21# ##;+46 40 628 04 ##
            Umeå;;903 ##;+46 90 17 0# ##
            Jönköping;;553 ##;+46 36 17 0# ##""",
        trades="""Bygg;Construction
            Verkstad;Manufacturing
            Skog;Agriculture
            Konsult;Professional services
            Åkeri;Transport and logistics
            Data;Technology
            Förlag;Media
            Tandvård;Healthcare""",
        streets=("Storgatan {n}", "Drottninggatan {n}", "Kungsvägen {n}", "Björkstigen {n}"),
        forms=("{} AB", "{} AB", "{} HB"),
        mobiles=("+46 70 174 06 ##",),
    ),
    Country(
        "NO", "NOK", 3,
        men="Ole Bjørn Håvard Sindre Øyvind Magnus Eirik Torstein Jørgen Kåre Anders Pål",
        women="Ingrid Solveig Åse Marte Synnøve Kari Guro Tuva Bodil Øyunn Hedda Anne-Grethe",
        last="""Hansen Bjørnstad Ødegård Solberg Kråkevik Haugen Nygård Lund Sæther Brekke
            Tønnesen Fjellheim Aas Strømme""",
        towns="""Oslo;;01##;+47 22 1# ## ##
            Bergen;;50##;+47 55 3# ## ##
            Trondheim;;70##;+47 73 8# ## ##
            Tromsø;;90##;+47 77 6# ## ##
            Ålesund;;60##;+47 70 1# ## ##""",
        trades="""Fiskeri;Agriculture
            Offshore;Energy
            Bygg;Construction
            Rederi;Transport and logistics
            Regnskap;Finance
            Teknologi;Technology
            Hotell;Hospitality""",
        streets=("Storgata {n}", "Sjøveien {n}", "Bryggen {n}", "Øvre Slottsgate {n}"),
        forms=("{} AS", "{} AS", "{} ASA", "{} ANS"),
        mobiles=("+47 406 ## ###", "+47 922 ## ###"),
    ),
    Country(
        "DK", "DKK", 3,
        men="Søren Mads Rasmus Jørgen Kasper Anders Bjørn Frederik Nikolaj Aksel Henrik Æskil",
        women="Freja Mette Kirsten Søs Ida Birgitte Maja Åse Karoline Signe Lærke Pernille",
        last="""Nielsen Sørensen Kjær Møller Østergaard Rasmussen Skov Bøgh Frandsen Thorsen
            Højgaard Nørgaard Lund Bjerre""",
        towns="""København;;1###;+45 33 ## ## ##
            Aarhus;;8000;+45 86 ## ## ##
            Odense;;5000;+45 66 ## ## ##
            Aalborg;;9000;+45 98 ## ## ##
            Helsingør;;3000;+45 49 ## ## ##""",
        trades="""Møbler;Manufacturing
            Mejeri;Agriculture
            Rederi;Transport and logistics
            Rådgivning;Professional services
            Byg;Construction
            Vind;Energy
            Software;Technology""",
        streets=("Vestergade {n}", "Strandvejen {n}", "Nørrebrogade {n}, 2. th",
                 "Kongens Gade {n}"),
        forms=("{} ApS", "{} A/S", "{} ApS", "{} I/S"),
        mobiles=("+45 20 ## ## ##", "+45 51 ## ## ##"),
    ),
    Country(
        "FI", "EUR", 3,
        men="Mikko Jukka Väinö Pekka Eetu Antti Tapio Jyrki Onni Sakari Yrjö Kalle",
        women="Aino Päivi Maija Sisko Helmi Tuulikki Kyllikki Veera Sanna Hilkka Äänis Outi",
        last="""Korhonen Mäkinen Hämäläinen Virtanen Jääskeläinen Lehtonen Saarinen Niemelä Pöysti
            Kärkkäinen Ylönen Lindqvist Räsänen Koskinen""",
        towns="""Helsinki;;00##0;+358 9 4## ####
            Tampere;;33#00;+358 3 3## ####
            Turku;;20#00;+358 2 2## ####
            Jyväskylä;;40#00;+358 14 3## ###
            Hämeenlinna;;13#00;+358 3 6## ####""",
        trades="""Metsä;Agriculture
            Konepaja;Manufacturing
            Rakennus;Construction
            Kuljetus;Transport and logistics
            Ohjelmistot;Technology
            Lääkärikeskus;Healthcare
            Kirjat;Media""",
        streets=("Mannerheimintie {n}", "Kauppakatu {n}", "Järvitie {n}", "Koivukuja {n} A"),
        forms=("{} Oy", "{} Oy", "{} Oyj", "{} Ky"),
        firms=("{a} {t}", "{i} {t}", "{c} {t}", "{t} {a}", "{i}"),
        mobiles=("+358 40 ### ####", "+358 50 ### ####"),
    ),
    Country(
        "IS", "ISK", 2,
        men="Jón Sigurður Þór Björgvin Kári Ólafur Ægir Gísli Halldór Snorri Guðmundur Ævar",
        women="""Guðrún Björk Sigríður Ásta Þórdís Hrafnhildur Kristín Æsa Ragnheiður Birna Dagný
            Lóa""",
        last="""Jónsson/Jónsdóttir Þórsson/Þórsdóttir Sigurðsson/Sigurðardóttir
            Björnsson/Björnsdóttir Einarsson/Einarsdóttir Ólafsson/Ólafsdóttir
            Guðmundsson/Guðmundsdóttir Ægisson/Ægisdóttir Magnússon/Magnúsdóttir
            Halldórsson/Halldórsdóttir""",
        towns="""Reykjavík;;10#;+354 551 ####
            Akureyri;;600;+354 461 ####
            Kópavogur;;200;+354 554 ####
            Höfn í Hornafirði;;780;+354 478 ####""",
        trades="""Fiskvinnsla;Agriculture
            Jarðvarmi;Energy
            Ferðir;Hospitality
            Hugbúnaður;Technology
            Útgáfa;Media""",
        streets=("Laugavegur {n}", "Hafnarstræti {n}", "Skólavörðustígur {n}"),
        forms=("{} ehf.", "{} hf.", "{} ehf."),
        firms=("{i} {t}", "{c} {t}", "{t} {c}", "{i}"),
        mobiles=("+354 691 ####", "+354 845 ####"),
    ),
)  # fmt: skip
