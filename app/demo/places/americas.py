"""The United States, Canada, Mexico, Brazil and Argentina."""

from app.demo.country import Country

_TRADES = """Technologies;Technology
    Logistics;Transport and logistics
    Foods;Retail
    Medical Group;Healthcare
    Builders;Construction
    Capital;Finance
    Outfitters;Retail
    Studios;Media
    Law Group;Legal services
    Realty;Real estate
    Manufacturing;Manufacturing
    Academy;Education
    Solar;Energy
    Foundation;Non-profit"""
_FIRMS = ("{a} {t}", "{i} {t}", "{a} & {b} {t}", "{c} {t}", "{i}", "{a} Brothers {t}")

COUNTRIES = (
    Country(
        "US", "USD", 13,
        men="""James Michael Tyrone Ethan Carlos DeShawn William Noah Jamal Brandon Wei Samuel
            Miguel Patrick Jackson Ravi Theodore Walter""",
        women="""Emily Latoya Madison Ashley Guadalupe Brianna Grace Abigail Destiny Hannah Keisha
            Mei Samantha Olivia Rebecca Shanice Victoria Dolores""",
        last="""Johnson Williams Brown Garcia Miller Washington Rodriguez O'Malley Anderson Nguyen
            Jackson Thompson Martinez-Cole Kowalczyk Cohen Peterson McAllister Yamamoto
            Fitzpatrick Delgado Baptiste Holloway Kaplan St._Clair""",
        towns="""New York;New York;100##;+1 212-555-01##
            Los Angeles;California;900##;+1 213-555-01##
            Chicago;Illinois;606##;+1 312-555-01##
            Houston;Texas;770##;+1 713-555-01##
            Seattle;Washington;981##;+1 206-555-01##
            Boston;Massachusetts;021##;+1 617-555-01##
            Miami;Florida;331##;+1 305-555-01##
            Denver;Colorado;802##;+1 303-555-01##
            Atlanta;Georgia;303##;+1 404-555-01##
            Portland;Oregon;972##;+1 503-555-01##
            Minneapolis;Minnesota;554##;+1 612-555-01##
            Honolulu;Hawaii;968##;+1 808-555-01##""",
        trades=_TRADES,
        streets=("{n} Main Street", "{n}0 Maple Avenue, Suite 4", "{n} Industrial Parkway",
                 "{n}1 W 5th Street", "{n} Sunset Boulevard"),
        forms=("{}, Inc.", "{} LLC", "{} Corp.", "{}, Inc.", "{} Co."),
        firms=_FIRMS,
    ),
    Country(
        "CA", "CAD", 5,
        men="""Liam Étienne Mathieu Gurdeep Ryan Jean-François Owen Tremaine Wayne Alexandre
            Connor Noah""",
        women="""Chloé Mackenzie Geneviève Harpreet Émilie Rachel Marie-Ève Sophie Ashlyn Zoé
            Claire Aaliyah""",
        last="""Tremblay MacLeod Gagnon Singh Bouchard Campbell Côté Wong Lévesque Sutherland
            Bélanger Fraser Thériault Chartrand""",
        towns="""Toronto;Ontario;M5V #@#;+1 416-555-01##
            Montréal;Quebec;H3Z #@#;+1 514-555-01##
            Vancouver;British Columbia;V6B #@#;+1 604-555-01##
            Québec;Quebec;G1R #@#;+1 418-555-01##
            Calgary;Alberta;T2P #@#;+1 403-555-01##
            St. John's;Newfoundland and Labrador;A1C #@#;+1 709-555-01##""",
        trades=_TRADES,
        streets=("{n} King Street West", "{n}, rue Sainte-Catherine", "{n} Granville Street"),
        forms=("{} Inc.", "{} Ltd.", "{} ltée", "{} Corp."),
        firms=_FIRMS,
    ),
    Country(
        "MX", "MXN", 4,
        men="José_Luis Alejandro Jesús Adrián Héctor Ángel Ramón Emiliano Iván Raúl Joaquín Saúl",
        women="""Guadalupe Ximena Sofía Verónica Itzel Mónica Yolanda Renata Lucía Araceli Belén
            Rocío""",
        last="""Hernández González Ramírez Peña Muñoz Ávila Domínguez Ibarra Cárdenas Zúñiga
            Nájera Rentería""",
        towns="""Ciudad de México;Ciudad de México;06###;+52 55 5### ####
            Guadalajara;Jalisco;44###;+52 33 3### ####
            Monterrey;Nuevo León;64###;+52 81 8### ####
            Mérida;Yucatán;97###;+52 999 9## ####""",
        trades="""Construcciones;Construction
            Alimentos;Retail
            Transportes;Transport and logistics
            Sistemas;Technology
            Farmacias;Healthcare
            Agrícola;Agriculture""",
        streets=("Av. Insurgentes Sur {n}", "Calle Juárez {n}, Col. Centro",
                 "Paseo de la Reforma {n}"),
        forms=("{}, S.A. de C.V.", "{}, S. de R.L. de C.V.", "{}, S.C."),
        firms=("{t} {a}", "{t} {a} y {b}", "{i} {t}", "{t} {c}"),
    ),
    Country(
        "BR", "BRL", 5,
        men="João Thiago Antônio César Luís_Felipe Márcio Otávio Vinícius Caetano Fábio José Raí",
        women="""Ana_Júlia Conceição Letícia Patrícia Marília Inês Beatriz Vitória Érica Luíza
            Cecília Iara""",
        last="""Souza Conceição Araújo Gonçalves Magalhães Brandão Falcão Guimarães Assunção
            Ribeiro dos_Santos Leão Nakamura Schröder""",
        towns="""São Paulo;São Paulo;01###-###;+55 11 3###-####
            Rio de Janeiro;Rio de Janeiro;20###-###;+55 21 2###-####
            Belo Horizonte;Minas Gerais;30###-###;+55 31 3###-####
            Florianópolis;Santa Catarina;88###-###;+55 48 3###-####
            Brasília;Distrito Federal;70###-###;+55 61 3###-####""",
        trades="""Construções;Construction
            Alimentos;Retail
            Logística;Transport and logistics
            Tecnologia;Technology
            Café;Agriculture
            Educação;Education
            Clínicas;Healthcare""",
        streets=("Avenida Paulista, {n}", "Rua das Acácias, {n}", "Rua São João, {n}, sala 12"),
        forms=("{} Ltda.", "{} S.A.", "{} Ltda. ME"),
        firms=("{t} {a}", "{i} {t}", "{a} & {b} {t}", "Irmãos {a} {t}"),
        mobiles=("+55 11 9####-####", "+55 21 9####-####"),
    ),
    Country(
        "AR", "ARS", 2,
        men="Martín Agustín Facundo Nicolás Gastón Matías Tomás Joaquín Germán Lautaro",
        women="Sofía Julieta Belén Agustina Micaela Valentina Malén Rocío Lucía Inés",
        last="""González Fernández Gómez Peralta Núñez Bianchi Acuña Quiñones Domínguez Ibáñez
            Schneider""",
        towns="""Buenos Aires;Ciudad Autónoma de Buenos Aires;C10##AAB;+54 11 5###-####
            Córdoba;Córdoba;X50##AAB;+54 351 4##-####
            Rosario;Santa Fe;S20##AAB;+54 341 4##-####""",
        trades="""Ganadera;Agriculture
            Bodegas;Agriculture
            Servicios;Professional services
            Editorial;Media
            Sistemas;Technology""",
        streets=("Av. Corrientes {n}", "Calle Florida {n}, 5° A", "Av. San Martín {n}"),
        forms=("{} S.A.", "{} S.R.L."),
        firms=("{t} {a}", "{t} {a} y {b}", "{t} {c}", "{i} {t}"),
    ),
)  # fmt: skip
