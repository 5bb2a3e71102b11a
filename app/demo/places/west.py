"""The Netherlands, Belgium and France."""

from app.demo.country import Country

COUNTRIES = (
    Country(
        "NL", "EUR", 5,
        men="""Daan Sem Joost Pieter Maarten Thijs Bram Ruben Willem Sjoerd Koen Mehmet Niels
            Jan-Willem""",
        women="""Sanne Emma Lotte Anouk Femke Marieke Roos Jip Esmée Carolien Noor Wilhelmina Ilse
            Annelies""",
        last="""de_Vries van_den_Berg Jansen Bakker Visser Smit Meijer Dijkstra van_Leeuwen
            Hoekstra Kuipers ten_Brink Brouwer Yılmaz van_'t_Hof Postma""",
        towns="""Amsterdam;;10## @@;+31 20 7## ####
            Rotterdam;;30## @@;+31 10 7## ####
            Utrecht;;35## @@;+31 30 7## ####
            Den Haag;;25## @@;+31 70 7## ####
            's-Hertogenbosch;;52## @@;+31 73 7## ####
            Groningen;;97## @@;+31 50 7## ####""",
        trades="""Bouw;Construction
            Logistiek;Transport and logistics
            Bloemen;Agriculture
            Techniek;Manufacturing
            Software;Technology
            Accountants;Finance
            Uitgeverij;Media
            Watersport;Retail""",
        streets=("Keizersgracht {n}", "Dorpsstraat {n}", "Stationsweg {n}", "Van Goghlaan {n}"),
        forms=("{} B.V.", "{} B.V.", "{} N.V.", "{} V.O.F."),
        mobiles=("+31 6 1#######", "+31 6 2#######"),
    ),
    Country(
        "BE", "EUR", 3,
        men="Jef Wout Laurent Mathieu Bart Thibault Stijn Benoît Pieter-Jan Olivier Karel Gaël",
        women="""Elke Charlotte Amélie Griet Élodie Lien Nathalie Tine Margaux Katrien Océane
            Veerle""",
        last="""Peeters Janssens Maes Jacobs Mertens Dubois Lambert Claes Wouters De_Smet Goossens
            Dupont Lemaître Van_Damme""",
        towns="""Brussel;;10#0;+32 2 5## ## ##
            Antwerpen;;20#0;+32 3 3## ## ##
            Gent;;90#0;+32 9 3## ## ##
            Liège;;40#0;+32 4 3## ## ##
            Brugge;;8000;+32 50 3# ## ##""",
        trades="""Textiel;Manufacturing
            Brouwerij;Hospitality
            Transport;Transport and logistics
            Consulting;Professional services
            Chocolaterie;Retail
            Diamant;Retail
            Informatique;Technology""",
        streets=("Kerkstraat {n}", "Rue de la Loi {n}", "Avenue Louise {n}", "Meir {n}"),
        forms=("{} BV", "{} NV", "{} SRL", "{} SA"),
        mobiles=("+32 470 ## ## ##", "+32 485 ## ## ##"),
    ),
    Country(
        "FR", "EUR", 9,
        men="""Hugo Étienne Jean-Baptiste François Théo Jérémie Lucas Benoît Stéphane Raphaël Loïc
            Gaëtan Noël Arnaud Karim Aurélien""",
        women="""Camille Zoé Chloé Hélène Aurélie Inès Léa Amélie Marie-Claire Noémie Élise
            Françoise Manon Clémence Maëlys Sylvie""",
        last="""Lefèvre Moreau Dubois Garnier Fontaine Besançon Béranger Chevalier Marchand Nguyen
            Leclercq Benoît Rousseau Gauthier d'Aubigny Benkacem Le_Goff Mercier Carpentier""",
        towns="""Paris;;750##;+33 1 99 00 ## ##
            Lyon;;6900#;+33 4 65 71 ## ##
            Marseille;;130##;+33 4 65 71 ## ##
            Bordeaux;;33000;+33 5 36 49 ## ##
            Nantes;;44000;+33 2 61 91 ## ##
            Strasbourg;;67000;+33 3 53 01 ## ##
            Saint-Étienne;;42000;+33 4 65 71 ## ##""",
        trades="""Conseil;Professional services
            Boulangerie;Retail
            Menuiserie;Construction
            Informatique;Technology
            Éditions;Media
            Transports;Transport and logistics
            Immobilier;Real estate
            Pharmacie;Healthcare
            Vignobles;Agriculture
            Hôtellerie;Hospitality""",
        streets=("{n}, rue de la République", "{n} bis, avenue Foch", "{n}, place du Marché",
                 "{n}, quai des Lilas", "{n}, chemin des Vignes"),
        forms=("{} SARL", "{} SAS", "{} SA", "{} SASU", "{} EURL"),
        firms=("{t} {a}", "{a} {t}", "{t} {a} & {b}", "{t} de {c}", "{i} {t}", "{t} {a} et Fils"),
        mobiles=("+33 6 39 98 ## ##",),
    ),
)  # fmt: skip
