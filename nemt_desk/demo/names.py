"""Name lists of the demo county: waters, streets, people, cars.

Invented or everyday; no real person is meant.
"""

LAKES = (
    "Tullibee Lake", "Lake Hedvig", "Crooked Paddle Lake", "Long Portage Lake", "Bullhead Slough",
    "Lake Agnete", "Wild Plum Lake", "Teal Slough", "Lake Ingeborg", "Cattail Lake",
    "Two Herons Lake", "Lake Matilda", "Snipe Lake", "Waabizii Lake", "Maang Lake", "Niish Lake",
    "Giizhik Lake", "Amik Lake", "Blackduck Slough", "Lake Emil", "Upper Tadpole Lake",
    "Lower Tadpole Lake", "Lake Petronella", "Sawbuck Lake", "Juneberry Lake", "Lake Torvald",
    "Sugarbush Lake", "Popple Lake", "Lake Anselm", "Muskrat House Lake", "Sundew Lake",
    "Coot Lake", "Lake Aili", "Hanson's Slough", "Bogbean Lake", "Lake Ottilie", "Half Loaf Lake",
    "Grebe Lake", "Silver Spoon Lake", "Lake Väinö", "Otter Slide Lake", "Whistler Lake",
    "Lake Kunigunde", "Rice Bed Lake", "Anvil Lake", "Pail Lake", "Lake Liisa", "Merganser Lake",
    "Stump Lake", "Moccasin Flower Lake",
)  # fmt: skip

TREES = (
    "Oak", "Elm", "Maple", "Birch", "Pine", "Cedar", "Ash", "Willow", "Spruce", "Linden", "Poplar",
    "Tamarack",
)  # fmt: skip

CURVED_STREETS = ("Prairie Smoke Ln", "Meadowlark Dr", "Bluestem Ct", "Sandhill Dr")
VILLAGE_STREETS = ("Migizi Dr", "Maang Loop", "Waawaashkeshi Trl", "Giizhik Ln", "Nibi Dr")

FIRST_FEMALE = (
    "Marlys", "Ardis", "LaVonne", "Inga", "Solveig", "Karen", "Bonnie", "Darlene", "Gladys",
    "Phyllis", "Joyce", "Kristin", "Jodi", "Brenda", "Tammy", "Amber", "Heather", "Elfriede",
    "Gretchen", "Rosemary", "Hildegard", "Irma", "Aili", "Aino", "Lempi", "Helmi", "Sirpa",
    "Renée", "Delores", "Vernice", "Carol Ann", "Shirley", "Astrid", "Ragnhild", "Mavis",
    "Beverly", "Janelle", "Courtney", "Megan", "Alyssa",
)  # fmt: skip
FIRST_MALE = (
    "Orville", "Duane", "Merle", "Lowell", "Arvid", "Gordon", "Leroy", "Curtis", "Dale", "Wayne",
    "Roger", "Håkon", "Bjørn", "Einar", "Norbert", "Alois", "Clemens", "Eino", "Toivo", "Väinö",
    "Urho", "Reino", "Craig", "Todd", "Jeremy", "Travis", "Cody", "Dustin", "Tyler", "Gerald",
    "Milton", "Harlan", "Clarence", "Vernon", "Rolf", "Sven-Erik", "Magnus", "Jürgen", "Dieter",
    "Loren",
)  # fmt: skip
LAST_NORTHERN = (
    "Halvorson", "Tollefson", "Bakken", "Ødegaard", "Sørensen", "Lindqvist", "Sjöberg", "Nygaard",
    "Knutson", "Amundson", "Skogstad", "Fossum", "Engebretson", "Thorstad", "Lundgren", "Bjerke",
    "Haugen", "Moen", "Rask", "Dahlström", "Ystebø", "Gunderson", "Syverson", "Torgerson",
    "Kjelstad",
)  # fmt: skip
LAST_GERMAN = (
    "Schröder", "Müller", "Vogelsang", "Dietz", "Brüggemann", "Kessler", "Feldhaus", "Weißkopf",
    "Ruhland", "Pfannenstein", "Oberholtzer", "Stangl", "Grosse", "Lübke",
)  # fmt: skip
LAST_FINNISH = (
    "Mäkelä", "Hämäläinen", "Kärkkäinen", "Lehtonen", "Niemi", "Saarinen", "Koskela", "Pöyhönen",
    "Ylinen",
)  # fmt: skip

# Whole names, so that first and last name belong together: (first, last, language at home).
OTHER_MEMBERS = (
    ("Winúŋa", "Waŋblí", "Dakota"), ("Čhaské", "Maȟpíya", "Dakota"),
    ("Haŋwí", "Blackbird", "English"), ("Waseya", "Northwind", "English"),
    ("Giniw", "Littlebird", "English"), ("Niibin", "Cloudwalker", "Ojibwe"),
    ("Theresa", "Whitefeather", "English"), ("Marvin", "Kingbird Sr.", "English"),
    ("Delphine", "Birchlake", "English"), ("Bineshii", "Sky", "Ojibwe"),
    ("Raymond", "Standing Pine", "English"), ("Lorraine", "Birchbark-Moen", "English"),
    ("Ogimaa", "Fairwind", "English"), ("Josephine", "Tallgrass", "English"),
    ("Mai Nhia", "Xiong", "Hmong"), ("Pa Houa", "Vang", "Hmong"), ("Tou Ger", "Lor", "Hmong"),
    ("Chue", "Moua", "Hmong"), ("Hodan", "Warsame", "Somali"), ("Abdirahman", "Jama", "Somali"),
    ("Faduma", "Cali", "Somali"), ("Yusuf", "Farah", "Somali"), ("José", "Núñez", "Spanish"),
    ("Guadalupe", "O'Neal-Ruíz", "Spanish"), ("María Elena", "Peña", "Spanish"),
    ("Ramón", "Ibáñez", "Spanish"), ("Nguyễn Thị", "Ánh", "Vietnamese"),
    ("Lê", "Hiền", "Vietnamese"),
)  # fmt: skip
OTHER_VOLUNTEERS = (
    ("Migizi", "Stillwater"), ("Rosalie", "Morning Star-Dahl"), ("Kou", "Yang"),
    ("Ayaan", "Hassan"), ("Íñigo", "Sáenz"),
)  # fmt: skip

CARS = (
    ("Ford", "Escape", "grey", 4), ("Chevrolet", "Equinox", "white", 4),
    ("Buick", "LeSabre", "gold", 4), ("Toyota", "RAV4", "silver", 4),
    ("Subaru", "Outback", "green", 4), ("Dodge", "Grand Caravan", "blue", 6),
    ("Honda", "CR-V", "red", 4), ("Chevrolet", "Impala", "maroon", 4),
    ("Toyota", "Camry", "white", 4), ("Ford", "Explorer", "black", 5),
    ("Honda", "Odyssey", "silver", 6), ("Buick", "Enclave", "brown", 6),
)  # fmt: skip
LIFT_CARS = (
    ("Toyota", "Sienna (ramp)", "white", 4), ("Ford", "Transit (lift)", "white", 6),
    ("Chrysler", "Pacifica (ramp)", "blue", 4),
)  # fmt: skip
