"""Name every country in Chinese, and as people call it and its citizens in English and at home."""

# ISO 3166 alpha-2: Chinese names, then English names and demonyms that pycountry does not know.
NAMES = """
AE 阿联酋 阿拉伯联合酋长国|Emirati|UAE|Emirates
AF 阿富汗|Afghan|Afghani
AL 阿尔巴尼亚|Albanian
AM 亚美尼亚|Armenian
AO 安哥拉|Angolan
AR 阿根廷|Argentine|Argentinian|Argentinean
AT 奥地利|Austrian
AU 澳大利亚 澳洲|Australian|Aussie
AZ 阿塞拜疆|Azerbaijani|Azeri
BA 波黑 波斯尼亚和黑塞哥维那 波斯尼亚|Bosnian|Bosnia|Herzegovinian
BB 巴巴多斯|Barbadian|Bajan
BD 孟加拉国 孟加拉|Bangladeshi|Bengali
BE 比利时|Belgian
BF 布基纳法索|Burkinabe|Burkinabé
BG 保加利亚|Bulgarian
BH 巴林|Bahraini
BI 布隆迪|Burundian
BJ 贝宁|Beninese
BN 文莱|Bruneian|Brunei
BO 玻利维亚|Bolivian
BR 巴西|Brazilian|Brasil|Brasileira
BS 巴哈马|Bahamian
BT 不丹|Bhutanese
BW 博茨瓦纳|Botswanan|Motswana
BY 白俄罗斯|Belarusian|Belorussian|Byelorussian
CA 加拿大|Canadian
CD 刚果民主共和国 刚果（金） 刚果金|DR Congo|DRC|Democratic Republic of Congo|Democratic Republic of the Congo
CG 刚果共和国 刚果（布） 刚果布 刚果|Congolese|Republic of Congo
CF 中非 中非共和国|Central African
CH 瑞士|Swiss
CI 科特迪瓦 象牙海岸|Ivorian|Ivory Coast|Cote d'Ivoire
CL 智利|Chilean
CM 喀麦隆|Cameroonian
CN 中国 中华人民共和国 中国大陆 中国内地 汉族|Chinese|China|PRC|PR China|Mainland China|People's Republic of China
CO 哥伦比亚|Colombian
CR 哥斯达黎加|Costa Rican
CU 古巴|Cuban
CV 佛得角|Cape Verdean|Cape Verde
CY 塞浦路斯|Cypriot
CZ 捷克 捷克共和国|Czech|Czech Republic
DE 德国 德意志|German|Deutschland|Deutsch
DJ 吉布提|Djiboutian
DK 丹麦|Danish|Dane
DO 多米尼加 多米尼加共和国|Dominican
DM 多米尼克
DZ 阿尔及利亚|Algerian
EC 厄瓜多尔|Ecuadorian|Ecuadorean
EE 爱沙尼亚|Estonian
EG 埃及|Egyptian
ER 厄立特里亚|Eritrean
ES 西班牙|Spanish|Spaniard|España|Español|Española
ET 埃塞俄比亚|Ethiopian
FI 芬兰|Finnish|Finn
FJ 斐济|Fijian
FM 密克罗尼西亚|Micronesia|Micronesian
FR 法国 法兰西|French|Français|Française|Frenchman|Frenchwoman
GA 加蓬|Gabonese
GB 英国 大不列颠 联合王国|British|UK|U.K.|Great Britain|Britain|Briton|England|English|Scotland|Scottish|Wales|Welsh|Northern Ireland|Northern Irish
GE 格鲁吉亚|Georgian
GH 加纳|Ghanaian|Ghanian
GM 冈比亚|Gambian|The Gambia
GN 几内亚|Guinean
GQ 赤道几内亚|Equatorial Guinean|Equatoguinean
GR 希腊|Greek|Hellenic
GT 危地马拉|Guatemalan
GW 几内亚比绍|Bissau-Guinean
GY 圭亚那|Guyanese
HK 香港 中国香港 中国香港特别行政区 香港特别行政区|Hongkong|Hong Konger|Hongkonger|Hong Kong SAR|Hong Kong China|China Hong Kong|Hong Kong Chinese
HN 洪都拉斯|Honduran
HR 克罗地亚|Croatian|Croat
HT 海地|Haitian
HU 匈牙利|Hungarian
ID 印度尼西亚 印尼|Indonesian
IE 爱尔兰|Irish|Republic of Ireland
IL 以色列|Israeli
IN 印度|Indian
IQ 伊拉克|Iraqi
IR 伊朗|Iranian|Iran|Persian
IS 冰岛|Icelandic|Icelander
IT 意大利|Italian|Italia|Italiano|Italiana
JM 牙买加|Jamaican
JO 约旦|Jordanian
JP 日本|Japanese
KE 肯尼亚|Kenyan
KG 吉尔吉斯斯坦 吉尔吉斯|Kyrgyz|Kyrgyzstani
KH 柬埔寨|Cambodian|Khmer
KM 科摩罗|Comorian|Comoran
KP 朝鲜 朝鲜民主主义人民共和国|North Korea|North Korean|DPRK
KR 韩国 大韩民国 南韩|Korea|Korean|South Korea|South Korean|ROK|Republic of Korea
KW 科威特|Kuwaiti
KZ 哈萨克斯坦|Kazakh|Kazakhstani
LA 老挝|Lao|Laotian|Laos
LB 黎巴嫩|Lebanese
LK 斯里兰卡|Sri Lankan
LR 利比里亚|Liberian
LS 莱索托|Basotho|Mosotho
LT 立陶宛|Lithuanian
LU 卢森堡|Luxembourgish|Luxembourger
LV 拉脱维亚|Latvian
LY 利比亚|Libyan
MA 摩洛哥|Moroccan
MC 摩纳哥|Monegasque|Monacan
MD 摩尔多瓦|Moldovan|Moldova
ME 黑山|Montenegrin
MG 马达加斯加|Malagasy|Madagascan
MK 北马其顿 马其顿|Macedonian|Macedonia|North Macedonian
ML 马里|Malian
MM 缅甸|Burmese|Burma
MN 蒙古 蒙古国|Mongolian
MO 澳门 中国澳门 中国澳门特别行政区 澳门特别行政区|Macau|Macanese|Macao SAR|Macau SAR|Macao China|Macau China|China Macao
MR 毛里塔尼亚|Mauritanian
MT 马耳他|Maltese
MU 毛里求斯|Mauritian
MV 马尔代夫|Maldivian
MW 马拉维|Malawian
MX 墨西哥|Mexican
MY 马来西亚|Malaysian
MZ 莫桑比克|Mozambican
NA 纳米比亚|Namibian
NE 尼日尔|Nigerien
NG 尼日利亚|Nigerian
NI 尼加拉瓜|Nicaraguan
NL 荷兰|Dutch|Holland|The Netherlands|Netherlander
NO 挪威|Norwegian
NP 尼泊尔|Nepali|Nepalese
NZ 新西兰 纽西兰|New Zealander|Kiwi
OM 阿曼|Omani
PA 巴拿马|Panamanian
PE 秘鲁|Peruvian
PG 巴布亚新几内亚|Papua New Guinean
PH 菲律宾|Filipino|Filipina|Philippine
PK 巴基斯坦|Pakistani
PL 波兰|Polish|Pole
PS 巴勒斯坦|Palestinian|Palestine
PT 葡萄牙|Portuguese
PY 巴拉圭|Paraguayan
QA 卡塔尔|Qatari
RO 罗马尼亚|Romanian|Rumanian
RS 塞尔维亚|Serbian|Serb
RU 俄罗斯 俄国 俄罗斯联邦|Russian|Russia
RW 卢旺达|Rwandan
SA 沙特 沙特阿拉伯|Saudi|Saudi Arabian|KSA
SC 塞舌尔|Seychellois
SD 苏丹|Sudanese
SE 瑞典|Swedish|Swede
SG 新加坡|Singaporean
SI 斯洛文尼亚|Slovenian|Slovene
SK 斯洛伐克|Slovak|Slovakian|Slovak Republic
SL 塞拉利昂|Sierra Leonean
SM 圣马力诺|Sammarinese
SN 塞内加尔|Senegalese
SO 索马里|Somali|Somalian
SR 苏里南|Surinamese
SS 南苏丹|South Sudanese
SV 萨尔瓦多|Salvadoran|Salvadorean
SY 叙利亚|Syrian|Syria
SZ 斯威士兰|Swazi|Swaziland
TD 乍得|Chadian
TG 多哥|Togolese
TH 泰国|Thai
TJ 塔吉克斯坦|Tajik|Tajikistani
TL 东帝汶|Timorese|East Timor
TM 土库曼斯坦|Turkmen
TN 突尼斯|Tunisian
TO 汤加|Tongan
TR 土耳其|Turkish|Turkey|Turk|Turkiye
TT 特立尼达和多巴哥|Trinidadian|Trinidad and Tobago|Trinidad
TW 台湾 中国台湾 台湾省 中国台北 中华民国|Republic of China|Taiwanese|Taiwan China|Chinese Taipei|China Taiwan|ROC|Taipei
TZ 坦桑尼亚|Tanzanian|Tanzania
UA 乌克兰|Ukrainian
UG 乌干达|Ugandan
US 美国 美利坚合众国 美利坚|American|USA|U.S.|U.S.A.|United States of America|America|The United States|The USA|The States
UY 乌拉圭|Uruguayan
UZ 乌兹别克斯坦|Uzbek|Uzbekistani
VE 委内瑞拉|Venezuelan|Venezuela
VA 梵蒂冈|Vatican|Vatican City
VN 越南|Vietnamese|Vietnam
WS 萨摩亚|Samoan
YE 也门|Yemeni|Yemenite
ZA 南非|South African
ZM 赞比亚|Zambian
ZW 津巴布韦|Zimbabwean
"""
