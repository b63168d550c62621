"""Name the citizens of countries as people call themselves at home, where neither CLDR nor the ISO lists have a word for them.

"français(e)" is both forms, "mexican(o|a)" either ending. ISO 3166 alpha-2 first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

PEOPLES = """
AE emirati(e) emirat(í|ia) إماراتي(ة)
AF afghan(e) afgan(o|a) афган(ец|ка) أفغاني(ة)
AL albanais(e) alban(és|esa) албан(ец|ка) shqiptar(e)
AM arménien(ne) armeni(o|a) армян(ин|ка) հայ
AO angolais(e) angolan(o|a) angoleñ(o|a)
AR argentin(e) argentin(o|a) аргентин(ец|ка)
AT autrichien(ne) austríac(o|a) österreichisch Österreicher(in) австри(ец|йка)
AU australien(ne) australian(o|a) australisch австрали(ец|йка)
AZ azerbaïdjanais(e) azərbaycanlı азербайджан(ец|ка)
BD bangladais(e) বাংলাদেশী বাংলাদেশি
BE belga belge belgisch België бельги(ец|йка)
BF burkinabè
BG bulgare búlgar(o|a) български болгар(ин|ка) българ(ин|ка)
BI burundais(e)
BJ béninois(e)
BO bolivien(ne) bolivian(o|a)
BR brésilien(ne) brasilien(ne) brasileir(o|a) brasileñ(o|a) brasilianisch brasilian(o|a) бразил(ец|ьянка)
BY biélorusse bielorrus(o|a) белорус(ка) беларус(ка)
CA canadien(ne) canadiense kanadisch канад(ец|ка)
CD RDC R.D.C. Kinshasa 金沙萨 Kongo-Kinshasa Congo-Kinshasa
CF centrafricain(e)
CG Brazzaville 布拉柴维尔 Congo-Brazzaville
CH suisse suiz(o|a) suíç(o|a) svizzer(o|a) schweizerisch Schweizer(in) швейцар(ец|ка)
CI ivoirien(ne)
CL chilien(ne) chilen(o|a) чили(ец|йка)
CM camerounais(e)
CN chinois(e) chin(o|és|esa) chinês(a) cines(e|i) chinesisch Chines(e|in) китай китаец китаянка صيني(ة) 중국인 चीनी çinli kínai chiński čínsk(y|á)
CO colombien(ne) colombian(o|a) колумби(ец|йка)
CR costaricien(ne) costarricense
CU cubain(e) cuban(o|a) куби(нец|нка)
CY chypriote chipriota
CZ tchèque chec(o|a) tschechisch чех чешка česk(y|á) češka
DE allemand(e) alemán alemana alemão alemã tedesc(o|a) немец немка niemieck(i|a) niemiecka ألماني(ة) Deutsche(r)
DJ djiboutien(ne)
DK danois(e) danés danesa dänisch dansk датчан(ин|ка)
DO dominicain(e) dominican(o|a)
DZ algérien(ne) argelin(o|a) algerin(o|a) алжир(ец|ка) جزائري(ة)
EC équatorien(ne) ecuatorian(o|a)
EE estonien(ne) eestlane
EG égyptien(ne) egipci(o|a) egizian(o|a) ägyptisch египтян(ин|ка) مصري(ة)
ES espagnol(e) spagnol(o|a) espanhol(a) spanisch испан(ец|ка) إسباني(ة)
ET éthiopien(ne) etíope эфиоп(ка) ኢትዮጵያዊ
FI finlandais(e) finlandés finlandesa finnisch suomalainen финн финка
FR frances(e|a) francés francesa francês französisch Franzose Französin француз француженка فرنسي(ة) francuz francuska
GA gabonais(e)
GB britannique británic(o|a) britânic(o|a) britannic(o|a) britisch британ(ец|ка) anglais(e) inglés inglesa ingles(e) englisch англичан(ин|ка) Écossais(e) escocés escocesa schottisch gallois(e) 苏格兰 英格兰 威尔士 北爱尔兰 苏格兰人 Écosse Escocia Escócia Schottland Scozia Шотландия スコットランド 스코틀랜드 اسكتلندا Angleterre Inglaterra Inghilterra Англия イングランド إنجلترا انجلترا PaysdeGalles Gales Galles Уэльс ウェールズ 웨일스 Irlandedunord Alba Cymru
GE géorgien(ne) georgian(o|a) грузин(ка) ქართველი
GH ghanéen(ne) ghanes(e)
GN guinéen(ne) guinean(o|a) Guinée-Conakry Guinea-Conakry
GQ équatoguinéen(ne) ecuatoguinean(o|a)
GR grec(que) grieg(o|a) greg(o|a) grec(o|a) griechisch грек гречанка έλληνας ελληνίδα ελληνική
GT guatemaltèque guatemaltec(o|a)
HK hongkongais(e) гонконгец 香港居民 中国香港居民
HN hondurien(ne) hondureñ(o|a)
HR croate hrvat(ica) hrvatsk(o|a)
HT haïtien(ne)
HU hongrois(e) húngar(o|a) ungherese ungarisch magyar венгр венгерка
ID indonésien(ne) indonesi(o|a) WNI
IE irlandais(e) irlandés irlandesa irisch ирланд(ец|ка)
IL israélien(ne) israelí ישראלי(ת)
IN indien(ne) indi(o|a) indisch индиец индианка भारतीय هندي(ة)
IQ irakien(ne) iraquí عراقي(ة)
IR iranien(ne) iraní ایرانی иран(ец|ка) إيراني(ة)
IS islandais(e)
IT italien(ne) italienisch italian(o|a) италья(нец|нка) إيطالي(ة) włoch włoszka
JM jamaïcain(e)
JO jordanien(ne) jordan(o|a) أردني(ة)
JP japonais(e) japonés japonesa japonês giapponese japanisch Japaner(in) япон(ец|ка) 日本国籍 ياباني(ة)
KE kényan(e) keniano
KG kirghize кыргыз кыргызстан(ец|ка) киргиз(ка)
KH cambodgien(ne) camboyan(o|a)
KM comorien(ne)
KP nord-coréen(ne) norcorean(o|a) 북한 북조선 조선민주주의인민공화국 北朝鲜 北朝鮮
KR coréen(ne) sud-coréen(ne) corean(o|a) surcorean(o|a) coreano koreanisch südkoreanisch 한국 한국인 남한 韩国籍 韓國 韓国 южнокоре(ец|янка) Coréedusud CoréeduSud Coreadelsur Südkorea Corea كوري(ة)
KZ kazakh(e) kazaj(o|a) казах казашка казахстан(ец|ка) қазақ қазақстан
LA laotien(ne)
LB libanais(e) libanés libanesa libanes(e) لبناني(ة)
LK srilankais(e)
LT lituanien(ne) lietuv(is|ė)
LU luxembourgeois(e)
LV letton(ne) latviet(is|e)
LY libyen(ne) ليبي(ة)
MA marocain(e) marroquí marocchin(o|a) marokkanisch марокка(нец|нка) مغربي(ة)
MD moldave молдаван(ин|ка) moldovean(că)
MG malgache
ML malien(ne)
MM birman(e) birman(o|a) မြန်မာ
MN mongol(e) монгол(ка)
MO macanais(e)
MR mauritanien(ne) موريتاني(ة)
MU mauricien(ne)
MX mexicain(e) mexican(o|a) mejican(o|a) messican(o|a) mexikanisch мексикан(ец|ка)
MY malaisien(ne) malasi(o|a) malais(e)
MZ mozambicain(e) moçambican(o|a)
NE nigérien(ne)
NG nigérian(e) nigerian(o|a)
NI nicaragüense
NL néerlandais(e) neerlandés neerlandesa holandés holandesa holandês niederländisch Nederlands(e) nederlander голланд(ец|ка) нидерланд(ец|ка)
NO norvégien(ne) noruego noruega norwegisch norsk норвеж(ец|ка)
NP népalais(e) नेपाली
NZ néo-zélandais(e) neozelandés neozelandesa
PA panaméen(ne) panameñ(o|a)
PE péruvien(ne) peruan(o|a) перуан(ец|ка)
PH philippin(e) filipin(o|a) pinoy
PK pakistanais(e) pakistaní پاکستانی пакистан(ец|ка)
PL polonais(e) polac(o|a) polonês polnisch polka polak поляк полька polsk(i|a)
PS palestinien(ne) palestin(o|a) فلسطيني(ة)
PT portugais(e) portugués portuguesa português portoghese portugiesisch португал(ец|ка)
PY paraguayen(ne) paraguay(o|a)
RO roumain(e) ruman(o|a) rumänisch român(că) română
RS serbe serbi(o|a) срб(ин) srp(ski) srpsk(i|a) srpkinja
RU russe rus(o|a) russ(o|a) russisch россиян(ин|ка) российское российск(ий|ая) русск(ий|ая) РФ Р.Ф. روسي(ة) rosjan(in|ka) ruski ruska
RW rwandais(e)
SA saoudien(ne) saudí سعودي(ة) السعودية
SD soudanais(e) sudanés sudanesa سوداني(ة)
SE suédois(e) suec(o|a) schwedisch svensk(a) швед(ка)
SG singapourien(ne) singapurense
SI slovène
SK slovaque eslovac(o|a) slovensk(y|á)
SN sénégalais(e) senegalés senegalesa senegalese
SO somalien(ne)
SV salvadorien(ne) salvadoreñ(o|a)
SY syrien(ne) siri(o|a) سوري(ة) سورية сири(ец|йка)
TD tchadien(ne)
TG togolais(e)
TH thaïlandais(e) tailandés tailandesa ไทย คนไทย สัญชาติไทย
TJ tadjik(e) таджик таджичка тоҷик
TM turkmène туркмен(ка)
TN tunisien(ne) tunecin(o|a) تونسي(ة)
TR turc(que) turque turc(o|a) türk türkisch турок турчанка
TW taïwanais(e) taiwanés taiwanesa taiwanisch тайван(ец|ька) 台湾人 台胞 대만
TZ tanzanien(ne) tanzan(o|a) mtanzania
UA ukrainien(ne) ucranian(o|a) ukrainisch украин(ец|ка) україн(ець|ка) українське
UG ougandais(e)
US américain(e) étatsunien(ne) états-unien(ne) estadounidense american(o|a) norteamerican(o|a) estadunidense amerikanisch statunitense американ(ец|ка) США EE.UU. EEUU EUA أمريكي(ة) أمريكا アメリカ アメリカ人 米国 米國 미국 미국인 stati-uniti
UY uruguayen(ne) uruguay(o|a)
UZ ouzbek(e) узбек узбечка узбекистан(ец|ка) oʻzbek
VE vénézuélien(ne) venezolan(o|a)
VN vietnamien(ne) vietnamita vietnamesisch вьетнам(ец|ка) việtnam ngườiviệt
YE yéménite يمني(ة)
ZA sud-africain(e) sudafrican(o|a) südafrikanisch
ZM zambien(ne)
ZW zimbabwéen(ne)
"""


def peoples() -> Iterator[tuple[str, str]]:
    """Yield (code, name) for every form of every word above."""
    for line in PEOPLES.strip().splitlines():
        code, *words = line.split()
        for word in words:
            stem, _, endings = word.rstrip(")").partition("(")
            choices = endings.split("|") if "|" in endings else ["", endings]
            yield from ((code, stem + ending) for ending in dict.fromkeys(choices) if re.search(r"\w", stem + ending))
