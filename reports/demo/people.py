"""Invent people with what they write: nobody here lives, every address is under example.org or example.com."""

from __future__ import annotations

from dataclasses import dataclass

ROSTER = (  # English name, Chinese name, sex, nationality
    ("Marta Lindqvist", "林玛塔", "Female", "Sweden"),
    ("Tomás Arrieta", "阿托马", "Male", "Argentina"),
    ("Wanjiru Odhiambo", "万吉如", "Female", "Kenya"),
    ("Henrik Vossberg", "冯亨瑞", "Male", "Germany"),
    ("Farida Rahmonova", "法丽达", "Female", "Uzbekistan"),
    ("Callum Braithwaite", "白凯伦", "Male", "United Kingdom"),
    ("Inès Charpentreau", "夏依娜", "Female", "France"),
    ("Rafael Quintanilha", "金拉法", "Male", "Brazil"),
    ("Noor Siddiqah", "努尔", "Female", "Pakistan"),
    ("Piotr Walkowiak", "华彼得", "Male", "Poland"),
    ("Aroha Tamahori", "阿罗哈", "Female", "New Zealand"),
    ("Bayar Enkhtuul", "恩和图", "Male", "Mongolia"),
    ("Lucia Bernardeschi", "贝露西", "Female", "Italy"),
    ("Kwabena Osei-Darko", "奥克文", "Male", "Ghana"),
    ("Sumalee Chaiwong", "猜苏玛", "Female", "Thailand"),
    ("Dmitri Zvonarev", "左季明", "Male", "Kazakhstan"),
    ("Hanae Kirishima", "雾岛花", "Female", "Japan"),
    ("Joaquín Bastidas", "巴华金", "Male", "Spain"),
    ("Leila Benkhalifa", "贝莱拉", "Female", "Tunisia"),
    ("Anil Deshmane", "德安宁", "Male", "India"),
    ("Thuy Pham Linh", "范灵翠", "Female", "Vietnam"),
    ("Garrett Sundholm", "孙格瑞", "Male", "United States"),
    ("Oksana Hrytsenko", "葛欧娜", "Female", "Ukraine"),
    ("Tendai Makoni", "马天戴", "Male", "Zimbabwe"),
)
SECOND_NAMES = (
    "",
    "Alva",
    "Bao",
    "Ceri",
    "Devi",
    "Elio",
    "Faye",
    "Gil",
    "Hana",
    "Ivo",
    "Juno",
    "Kai",
    "Lior",
    "Mika",
    "Noa",
    "Oli",
)
THIRD_NAMES = ("", "Rae", "Sol", "Tess", "Uri", "Vida", "Wren", "Yara", "Zeno")
CITIES = ("Hangzhou", "Chengdu", "Xi'an", "Qingdao", "Kunming", "Suzhou", "Harbin", "Xiamen")
WORK = (
    "teaches chemistry at a university",
    "designs wind turbines",
    "runs a small bakery",
    "translates picture books",
    "repairs old violins",
    "studies rice that grows in salty soil",
    "coaches a school swimming team",
    "plans city parks",
)
WORK_ZH = (
    "在大学讲授化学",
    "从事风力发电机设计",
    "经营一家小面包店",
    "翻译儿童绘本",
    "修复旧小提琴",
    "研究耐盐水稻",
    "担任学校游泳教练",
    "从事城市公园规划",
)
CITIES_ZH = ("杭州", "成都", "西安", "青岛", "昆明", "苏州", "哈尔滨", "厦门")
TITLES = ("Morning at the Tea Market", "The Bridge before Rain", "Lanterns on the Canal", "Wind on the Grassland",
          "Night Shift at the Noodle Shop", "Snow over the Old Lane")  # fmt: skip
STORIES = (
    "Every Saturday I cycle to the tea market before the city wakes. The sellers know me by now, and they pour the first cup "
    "without asking. In these pictures I wanted to keep the steam, the quiet voices and the slow hands that sort the leaves. "
    "Nobody hurries here. One grandmother told me that good tea needs three things, which are clean water, a warm pot and a "
    "patient guest. I came to this country for two years and have stayed for nine, and I think that cup of tea is one of the "
    "reasons. The last picture shows her empty chair on the morning after the harvest.",
    "The bridge in my neighbourhood is not famous, and no guidebook mentions it. I cross it twice a day on my way to the "
    "laboratory. In July the clouds come down from the hills and the whole river turns the colour of slate. On that evening "
    "the fishermen were folding their nets while the children ran home with their school bags over their heads. I waited for "
    "an hour under a plane tree to take these photographs. What I like most is that nobody is posing. People simply help "
    "each other to carry things across before the rain begins, and then they laugh because they are wet anyway.",
    "During the lantern festival my students invited me to walk along the canal with their families. They had made the "
    "lanterns from paper, wire and old exam sheets, and each of them carried a wish written in small letters. I photographed "
    "the moment when the first lantern touched the water. An old man beside me explained that in his childhood there were "
    "candles instead of little lamps, and that the wishes were the same. For a foreigner far from home it was a gentle "
    "evening. I understood hardly half of the words and yet nothing important was lost on me that night.",
    "I first saw the grassland from the window of a night train, and I promised myself to come back with a camera. Three "
    "years later our team was testing new turbines there, and every dawn I had an hour before work. The pictures follow one "
    "herding family through a single windy day. They move the sheep, mend a fence, drink salted milk tea and watch the "
    "forecast on a phone that hangs from the roof of the tent. The tall white towers on the horizon are my own work. The "
    "family says that they turn like patient animals, and I have never heard a kinder description.",
    "When the last underground train has gone, the noodle shop at the corner becomes the living room of the street. Drivers, "
    "nurses, cleaners and one tired engineer sit at the same long table. I am the engineer. I asked the owner whether I might "
    "take pictures for a month, and he agreed on the condition that I would also learn to pull the dough. My noodles are "
    "still too thick, but the photographs show what I saw, namely a city that feeds people at every hour and asks few "
    "questions. The steam on the lens in the second picture is real, and I did not remove it.",
    "In my country snow is ordinary, so I did not expect to run out of the house like a child when it fell on our old lane. "
    "The neighbours were already sweeping paths to each other's doors. Somebody had put a straw hat on the stone lion. I "
    "took these photographs between seven and eight in the morning, before the tyres and the salt. The red couplets were "
    "still bright from the new year and gave the street its only colour. A boy offered me half of his baked sweet potato, "
    "which is the warmest thing that has ever been in my hands. I hope the viewer can feel it as well.",
)


@dataclass(frozen=True, kw_only=True)
class Person:
    """One invented author: names, what the form asks for, and two texts of fitting length."""

    name_en: str
    name_zh: str
    sex: str
    nationality: str
    email: str
    mobile: str
    title: str
    description: str
    biography: str
    biography_zh: str

    def form(self, **changes: str) -> dict[str, str]:
        """Return the values of a filled form by field name (contract.md ruling 8); `changes` stand over them."""
        values = {
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "sex": self.sex,
            "nationality": self.nationality,
            "mobile": self.mobile,
            "email": self.email,
            "photo_name": self.title,
            "pieces": "3",
            "description": self.description,
        }
        return {**values, **changes}


def person(index: int) -> Person:
    """Return the person of that number; the first 3456 have names and addresses of their own, later ones repeat the names."""
    name, name_zh, sex, nationality = ROSTER[index % len(ROSTER)]
    again = index // len(ROSTER)
    first, _, last = name.partition(" ")
    more = (SECOND_NAMES[again % len(SECOND_NAMES)], THIRD_NAMES[again // len(SECOND_NAMES) % len(THIRD_NAMES)])
    second = " ".join(each for each in more if each)
    name = f"{first} {second} {last}" if second else name
    city, work = index * 5 % len(CITIES), index * 3 % len(WORK)
    years = 3 + index % 9
    domain = "example.com" if index % 3 == 0 else "example.org"
    return Person(
        name_en=name,
        name_zh=name_zh + "".join(each[:1] for each in more),
        sex=sex,
        nationality=nationality,
        email=f"author{index + 1:03d}@{domain}",
        mobile=f"+86 130 0000 {index % 10_000:04d}",
        title=TITLES[index % len(TITLES)],
        description=STORIES[index % len(STORIES)],
        biography=f"{name} comes from {nationality} and {WORK[work]} in {CITIES[city]}, where {_they(sex)} lived for {years} "
        f"years. Photography began as a way to write home without many words and became a habit of every weekend. "
        f"The pictures were shown twice in a neighbourhood library. Between two projects {name} walks long distances, "
        "collects old postcards of railway stations and is slowly learning to write with a brush.",
        biography_zh=f"{name_zh}，来自海外，现居{CITIES_ZH[city]}，{WORK_ZH[work]}，在中国生活已有{years}年。起初用照片给家人写信，"
        "后来每个周末都带着相机走街串巷，记录邻里、集市和河边的清晨。作品曾两次在社区图书馆展出。业余时间喜欢长途步行，"
        "收集旧火车站的明信片，也在慢慢学习毛笔字。",
    )


def _they(sex: str) -> str:
    return "she has" if sex == "Female" else "he has"
