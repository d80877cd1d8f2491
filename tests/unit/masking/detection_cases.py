"""Hard cases of detection, to be read as a table.

A row of ``FOUND`` is the kind, the least certainty (S suspect, P probable, C certain) and the text,
in which ``«`` and ``»`` stand around what is to be found; ``header | text`` gives the header of
the column. A row of ``NOTHING`` is the kinds that must not be found in the text, not even as
suspects. The numbers are made up; checksums were computed by the rules of their standards.
"""

from __future__ import annotations

FOUND = """
resident_id C «11010519491231002X»
resident_id C sfz«11010519491231002x»abc
resident_id P 身份证号 | «1.1010519491231002E17»
mobile P «13912345678».0
mobile P 联系电话 | «1.3912345678E10»
mobile P Mob.«13912345678»,
landline P «86-28-86601234»
landline P «0755－26001234（分机12）»
email C «o'neil@example.ie»
ip_address C «fe80::1%eth0»
person_name P 法定代表人 | «诸葛亮»
person_name P 填表人：«王芳»
person_name P Mr. «John Smith»
person_name P Dr «O'Brien»来访
address P «成都市１２３信箱４５分箱»
address P 通信地址 | «北京市8201信箱»
address P address | «No. 1700 Tianfu Avenue, Chengdu»
birth_date P dob | «07/03/1980»
resident_id C «520103199003074513»
resident_id C 身份证«520103199003074513»电话
resident_id C 身份证号：«11010519491231002x»
resident_id C «１１０１０５１９４９１２３１００２Ｘ»
resident_id C «110105 19491231 002X»
resident_id C «110105-19491231-002X»
resident_id C «110105.19491231.002X»
resident_id C «1101 0519 4912 3100 2X»
resident_id C «11010519491231002 X»
resident_id C «1\u200b10105\u200b19491231002X»
resident_id C «110105\u00ad19491231002X»
resident_id C «1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X»
resident_id C '«520103199003074513»
resident_id C `«520103199003074513»`
resident_id C “«520103199003074513»”
resident_id C «11010519491231002Х»
resident_id C «11010519491231002×»
resident_id C {"sfzh":"«520103199003074513»"}
resident_id C {\\"idCard\\":\\"«520103199003074513»\\"}
resident_id C https://x.gov.cn/q?id=«520103199003074513»&t=1
resident_id C https://x.gov.cn/q?n=%E5%BC%A0&id=«%35%32%30%31%30%33199003074513»
resident_id C id%3D«520103199003074513»%26a
resident_id C «\\u0035\\u0032\\u0030103199003074513»
resident_id C «&#53;20103199003074513»
resident_id C 张三_«520103199003074513»_扫描件.jpg
resident_id C («520103199003074513»)
resident_id C 520103199003074513不是，«440305200111301233»是的身份证
resident_id C 编号 | «520103199003074513»
resident_id C 统一编号 | «520103199003074513»
resident_id C 备注 | 户主«520103199003074513»，配偶
resident_id C «65010219791005332２»
resident_id C «522422195601014 00X»
resident_id P «999999198808081232»
resident_id P 身份证 | 520103199003074514不对：«520103199003074514»
resident_id S «520103199003074514»
resident_id P 身份证号：«520103199003074514»
resident_id S «520103900307451»
resident_id P 身份证号«520103900307451»
resident_id P sfzh | «520103900307451»
residence_permit C «81000019920228012X»
residence_permit C 居住证«820000200012314568»
residence_permit C «830000 19750505 7894»
residence_permit P 居住证号：«810000199202280121»
permanent_residence C «91184019900101123X»
permanent_residence C 永居证 | «931826198507120048»
permanent_residence P 永久居留证«USA110087050121»
permanent_residence S «GBR310085071201»
uscc C «91520100MA6DLX1T5Q»
uscc C 统一社会信用代码：«91520100MA6DLX1T5Q»。
uscc C «91520100ma6dlx1t5q»
uscc C «９１５２０１００ＭＡ６ＤＬＸ１Ｔ５Ｑ»
uscc C «11520000009390260C»
uscc C «52520000MJY1234562»
uscc C «93520123MA6H11111K»
sole_trader C «92520103MA6E0AB125»
sole_trader C 个体工商户代码«92520103MA6E0AB125»
mobile S «13812345678»
mobile P 手机 | «13812345678»
mobile P 手机13812345678转或«13812345679»
mobile P 张三，«13812345678»
mobile P 请致电«13812345678»办理
mobile P «138-1234-5678»
mobile P «138 1234 5678»
mobile P tel:«13812345678»
mobile P {"phone": "«13812345678»"}
mobile P {"userPhone":"«13812345678»"}
mobile P ?mobile=«13812345678»&x=1
mobile P ?mobile%3D«%31%33%38%31%32%33%34%35%36%37%38»
mobile P «+86 13812345678»
mobile P «+8613812345678»
mobile P «0086-13812345678»
mobile P «008613812345678»
mobile P «(+86)13812345678»
mobile P «86 13812345678»
mobile P 手机：«8613812345678»
mobile P 手机：«１３８１２３４５６７８»
mobile P 手机：«138\u200b1234\u200b5678»
mobile P 手机：«138.1234.5678»
mobile P 手机：«138_1234_5678»
mobile P 手机：«138·1234·5678»
mobile P 手机：«1 3 8 1 2 3 4 5 6 7 8»
mobile P 手机«①③⑧①②③④⑤⑥⑦⑧»
mobile P «19912345678»（微信同号）
mobile P 联系方式 | 张三 «16612345678»
mobile P 李四13912345678、王五«18612345678»
mobile P 手机号«14712345678»
mobile P 手机号«17012345678»
mobile P 张三-«13812345678».pdf
landline P «0851-86812345»
landline P «(0851)86812345»
landline P «（0851）86812345»
landline P «010-62345678»
landline P 电话：«0851-86812345转801»
landline P 电话：«0851-86812345-801»
landline P «0851 86812345»
landline P 电话«085186812345»
landline P 联系电话 | «86812345»
landline P 电话：«8681-2345»
landline P «+86 851 86812345»
landline P 传真：«021-52345678 ext 12»
landline P 电话：«０８５１－８６８１２３４５»
landline P 座机«0854-8223344»
landline S «085186812345»
foreign_phone P «+852 9123 4567»
foreign_phone P «+44 20 7946 0958»
foreign_phone P 电话：«+886 912 345 678»
foreign_phone P Tel «+1 212 555 0123»
bank_card C «6222022401000123453»
bank_card C «6228480012345678903»
bank_card C «6222 0224 0100 0123 453»
bank_card C «6222-0224-0100-0123-453»
bank_card C 卡号：«621700123456789011»
bank_card C 卡号«4111111111111111»
bank_card C «4111 1111 1111 1111»
bank_card C credit card: «5555-5555-5555-4444»
bank_card C 信用卡«378282246310005»
bank_card C 银行卡号 | «3530111333300000»
bank_card C 银行账号：«9558802401000123453»
bank_card S «4111111111111111»
bank_card P 银行卡号：«6222022401000123454»
bank_card C «６２２２０２２４０１０００１２３４５３»
bank_card C 转账至«6222022401000123453»张三
plate C «贵A12345»
plate C «贵A·12345»
plate C «贵A 12345»
plate C «贵A-12345»
plate C 车牌«贵A1234B»
plate C «贵a12345»
plate C «贵ＡD12345»
plate C «贵AF12345»
plate C «贵A12345D»
plate C «贵A1234警»
plate C «贵A1234学»
plate C «贵A1234挂»
plate C «粤Z1234港»
plate C «粤Z·1234澳»
plate C «沪A0023领»
plate C «使014578»
plate C «川X1234应急»
plate C «京OA1234»
plate C «WJ贵12345»
plate C 肇事车«贵C·9K812»逃逸
email C «zhang.san@example.cn»
email C 邮箱：«zhang.san@example.cn»。
email C 邮箱«zhangsan@example.com.cn»请查收
email C <«li-si_88+gov@mail.gz.gov.cn»>
email C mailto:«a@b.cn»
email C «张三@例子.中国»
email C «user@xn--fsqu00a.xn--0zwm56d»
email C «zhangsan＠example.cn»
email C ?email=«zhangsan%40example.cn»
email C «13812345678@139.com»
email C {"mail":"«zs@example.cn»"}
email C «Zhang.San@EXAMPLE.CN»
ip_address C «192.168.10.21»
ip_address C «61.189.1.200»
ip_address C http://«10.20.30.40»:8080/x
ip_address C «10.20.30.0/24»
ip_address C «2408:8762:1:2:3:4:5:6»
ip_address C «fe80::1ff:fe23:4567:890a»
ip_address C IP：«2001:db8::8a2e:370:7334»
ip_address P ip | «8.8.4.4»
ip_address P 登录IP 来自«1.2.4.8»
ip_address S «8.8.8.8»
passport P 护照号«E12345678»
passport P passport no: «EA1234567»
passport P 护照：«G12345678»
passport P 护照:«E 1234 5678»
passport P 护照号码：«G1234-5678»
passport P 护照«PE1234567»
passport P 护照号码 | «K12345678»
passport P 护照号 | «123456789»
passport P passport: «AB1234567»
passport P 护照«e12345678»
passport S «E12345678»
passport C «P<CHNZHANG<<SAN<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<»
travel_permit P 回乡证«H12345678»
travel_permit P 港澳居民来往内地通行证号：«M0123456701»
travel_permit P 港澳通行证«C12345678»
travel_permit P 往来港澳通行证 «CA1234567»
travel_permit P 台胞证«12345678»
travel_permit P 大陆居民往来台湾通行证«L12345678»
travel_permit S «C12345678»
person_name P 姓名 | «张伟»
person_name P 姓名 | «欧阳修远»
person_name P 姓名 | «张 伟»
person_name P 姓名 | «阿依古丽·买买提»
person_name P 姓名 | «约翰·史密斯»
person_name P 姓名 | «Zhang San»
person_name P 姓名 | «仝小明»
person_name P 姓名 | «张伟»、李娜
person_name P 姓名 | 张伟、«李娜»
person_name P 姓名 | «張偉»
person_name P xm | «王小明»
person_name P 联系人 | «王小明»（组长）
person_name S «王小明»
person_name S «欧阳·娜娜»
person_name P 联系人：«王小明» 电话
person_name P 联系人：«王小明»电话：
person_name P 姓名：«李娜»，女
person_name P 姓　名：«李娜»
person_name P 负责人«赵建国»同志
person_name P 由«王小明»先生负责
person_name P 户主：«诸葛明亮»
person_name P 患者«李秀英»，女，65岁
person_name P {"name":"«王小明»","age":3}
person_name P 申请人：«迪丽热巴·迪力木拉提»
person_name P 法定代表人为«陈志强»。
person_name P 原告：«张伟»、李四
person_name P 原告：张伟、«李娜»
person_name P «王小明»（身份证520103199003074513）
person_name P «王小明»，男，汉族
person_name P «王小明»13812345678
person_name P 李四 13812345678，«王小明» 13912345678
person_name P {"name":"«\\u738b\\u5c0f\\u660e»"}
person_name P 法人：«王芳»
person_name P 经办人签字：«王小明»
person_name P user=«张伟»&tel=1
address P «金阳南路6号购物中心A栋12层1203号»
resident_id C 社会保障号«520103199003074513»
travel_permit P 台胞证号：«0123456789(A)»
mobile P 13812345678/«13912345678»
mobile P 电话：(«138)1234-5678»
mobile P 电话 | «13812345678».0
resident_id C «520103199003074513».0
resident_id C ID«520103199003074513»
address P «贵州省贵阳市观山湖区林城东路12号»
address P «贵阳市云岩区中华北路12号3栋2单元501室»
address P 家住«大方县猫场镇箐口村三组»
address P 住址：«遵义市红花岗区延安路18号附3号»，电话
address P 现住址：«花溪区贵筑街道霞晖路5号A座1203»
address P «中山东路128号»
address P 地址 | «碧桂园小区3栋501»
address P 家庭住址 | «大方县猫场镇箐口村»
address P 收货地址：«贵阳市南明区花果园国际中心路1号楼2302室»
address P 案发于«南明区解放路45号院»内
address P 地址：«北京市海淀区中关村大街１号»
birth_date P 出生日期：«1990-01-01»
birth_date P 出生日期：«1990年1月1日»
birth_date P 出生年月 | «1990.01»
birth_date P 出生日期 | «19900101»
birth_date P csrq | «1990/1/1»
birth_date P birthday: «1990-01-01»
birth_date P {"birthDate":"«1990-01-01»"}
birth_date P 张三，男，«1990年1月1日»出生
birth_date P 生于«1956年12月»
birth_date P 出生日期：«一九五六年十二月一日»
birth_date P 出生日期：«１９９０－０１－０１»
coordinates P 坐标：«106.630153,26.647661»
coordinates P 经纬度 | «26.647661,106.630153»
coordinates P 经度 | «106.630153»
coordinates P lat=«26.647661»&
coordinates P POINT(«106.630153 26.647661»)
coordinates P «东经106°37′48″»
coordinates S «106.630153,26.647661»
"""

NOTHING = """
mobile 13912345678.50
mobile 1.3912345678E11
address 邮箱信箱
person_name Ms paint
birth_date 发布日期 | 07/03/1980
resident_id 订单号：DD20240101123456789
resident_id 520103199013074513
resident_id 520103209001014513
resident_id 123456789012345678
resident_id 20240101123059123456
resident_id 9787040396638
resident_id 5201031990030745
resident_id,mobile 2024-01-01 12:30:59
resident_id,mobile 20240101123059
resident_id,mobile,bank_card 1704067200000
mobile,landline 1704067200
mobile 订单号 | 13812345678
mobile 订单号：13812345678
mobile 合同金额13812345678元
mobile 13812345678.00
mobile 0.13812345678
mobile 12812345678
mobile 14112345678
mobile 15412345678
mobile 138123456789
mobile 1381234567
mobile SN13812345678
mobile QQ：13812345678
mobile 合同编号：GZ2024-13812345678
mobile 面积13812345678平方米
resident_id 身份证:520103********4513
mobile 手机:138****5678
address 贵阳市观山湖区人民政府
plate 案号（2024）黔0103民初12345号
mobile 流水号13812345678
mobile,landline 100, 200, 300, 400, 500
mobile 1 38 12 34 56 78 9
mobile 550e8400-e29b-41d4-a716-13812345678a
landline 0851
landline 区号 | 0851
landline 400-812-3456
landline 12345
landline 2024-01-01
landline 010-1234567
landline 0851-123
landline 520103
landline 邮编550001
landline 第3000-4000号
bank_card 1234567890123456
bank_card 6222022401000123454
bank_card 20240101123059001
bank_card 订单号：4111111111111111
bank_card 9787040396638
bank_card 1704067200000
plate 京A
plate 贵府发12345
plate 云A座1203室
plate 贵G12
plate 苏OK
plate 使用123456
plate 大使123456
email a@b
email 图标@2x.png
email package@1.2.3
email @张三 你好
email user at example.com
ip_address 版本1.2.3.4
ip_address v1.2.3.4
ip_address 1.2.3.4.5
ip_address 256.1.1.1
ip_address Chrome/120.0.6099.109
ip_address 12:30:45
ip_address 00:1A:2B:3C:4D:5E
ip_address std::vector::push
ip_address 第1.2.3.4节
passport 123456789
passport 订单E12345678
passport SN12345678
passport AB1234567
travel_permit 12345678
travel_permit 20240101
person_name 高山
person_name 金额
person_name 白云区
person_name 贵阳市
person_name 黄果树镇
person_name 马铃薯
person_name 安全生产
person_name 企业名称 | 王小明
person_name 贵州金阳科技有限公司
person_name 联系人电话
person_name 联系人：
person_name 姓名 | 不详
person_name 姓名 | 未知
person_name 姓名 | 无
person_name 姓名 | -
person_name 负责人应当签字
person_name 联系人方式
person_name 江西
person_name 任务
person_name 于是
person_name 石油
person_name 常住人口
address 贵州省贵阳市
address 中山路
address 黔府发〔2024〕12号
address 2024年第5号公告
address 地铁2号线
address 第三组
address 12号
address 3号文件
address 一号令
address 大寨村12户脱贫
address 110千伏贵安线路12号杆
person_name 高速13812345678
person_name 经济，男，女
person_name 申请人身份证号520103199003074513
person_name 居民520103199003074513已登记
person_name 经办人电话13812345678
birth_date 1990-01-01
birth_date 发布日期：1990-01-01
birth_date 成立日期 | 1990-01-01
birth_date 出生日期：2990-01-01
birth_date 出生日期：1990-13-01
birth_date 出生率12.5
birth_date 出生日期：1990-02-30
birth_date 生产日期：2020-01-01
coordinates 106.63,26.64
coordinates 单价 | 106.630153
coordinates 3.14159
coordinates 单价106.630153元
coordinates 206.630153,26.647661
uscc 91520100MA6DLX1T5A
uscc,sole_trader 520103202401010123
uscc 订单20240101ABCDEFGHJK
permanent_residence ABC123456789012
foreign_phone +86 13812345678
foreign_phone +1 2
foreign_phone 1+2345678
"""


def found() -> list[tuple[str, str, str, str]]:
    """Kind, certainty, header and marked text of each row of :data:`FOUND`."""
    rows: list[tuple[str, str, str, str]] = []
    for line in FOUND.strip().splitlines():
        kind, certainty, rest = line.split(" ", 2)
        rows.append((kind, certainty, *_header(rest)))
    return rows


def nothing() -> list[tuple[tuple[str, ...], str, str]]:
    """Kinds, header and text of each row of :data:`NOTHING`."""
    rows: list[tuple[tuple[str, ...], str, str]] = []
    for line in NOTHING.strip().splitlines():
        kinds, rest = line.split(" ", 1)
        rows.append((tuple(kinds.split(",")), *_header(rest)))
    return rows


def _header(text: str) -> tuple[str, str]:
    header, bar, rest = text.partition(" | ")
    return (header, rest) if bar else ("", text)
