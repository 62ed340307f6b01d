// Sluice
// SPDX-License-Identifier: Apache-2.0

/// An order as nested JSON.
enum OrderEvent {
    static func append(_ number: Int64, _ timeMs: Int64, _ random: inout EventRandom, to out: inout [UInt8]) {
        out.add("{\"seq\":")
        out.add(number)
        out.add(",\"ts\":")
        out.add(timeMs)
        out.add(",\"type\":\"")
        out.add(random.pick(types))
        out.add("\",\"service\":{\"name\":\"checkout\",\"version\":\"2.")
        out.add(Int64(random.below(9)))
        out.add(".0\",\"zone\":\"kr-")
        out.append(UInt8(ascii: "a") + UInt8(random.below(3)))
        out.add("\"},")
        user(number, &random, &out)
        items(&random, &out)
        payment(&random, &out)
        out.add(",\"address\":{\"city\":\"")
        out.add(random.pick(cities))
        out.add("\",\"line\":\"")
        out.add(random.pick(streets))
        out.add(" ")
        out.add(Int64(random.below(300) + 1))
        out.add("\\n")
        out.add(Int64(random.below(20) + 1))
        out.add("층\"},\"note\":\"")
        out.add(random.pick(notes))
        out.add("\"}")
    }

    private static func user(_ number: Int64, _ random: inout EventRandom, _ out: inout [UInt8]) {
        out.add("\"user\":{\"id\":\"u")
        out.add(Int64(random.below(100_000)), width: 6)
        out.add("\",\"name\":\"")
        out.add(random.pick(names))
        out.add("\",\"email\":\"user")
        out.add(number)
        out.add("@example.com\",\"phone\":\"010-")
        out.add(Int64(random.below(10_000)), width: 4)
        out.add("-")
        out.add(Int64(random.below(10_000)), width: 4)
        out.add("\",\"tags\":[")
        out.add(random.pick(tags))
        out.add("]},")
    }

    private static func items(_ random: inout EventRandom, _ out: inout [UInt8]) {
        out.add("\"items\":[")
        for index in 0...random.below(2) {
            if index > 0 { out.add(",") }
            out.add("{\"sku\":\"SKU-")
            out.add(Int64(random.below(100_000)), width: 5)
            out.add("\",\"name\":\"")
            out.add(random.pick(goods))
            out.add("\",\"qty\":")
            out.add(Int64(random.below(5) + 1))
            out.add(",\"price\":")
            out.add(Int64(random.below(900) + 10) * 100)
            out.add("}")
        }
        out.add("],")
    }

    private static func payment(_ random: inout EventRandom, _ out: inout [UInt8]) {
        out.add("\"payment\":{\"method\":\"")
        switch random.below(10) {
        case 0:
            // The number of a well-known test card: it has a valid check digit and belongs to nobody.
            out.add("card\",\"card\":\"4111-1111-1111-1111\"")
        case 1:
            out.add("transfer\",\"password\":\"S3CR3T-")
            out.add(hex: random.next(), digits: 8)
            out.add("\"")
        default:
            out.add("card\",\"token\":\"S3CR3T-")
            out.add(hex: random.next(), digits: 16)
            out.add("\"")
        }
        out.add(",\"amount\":")
        out.add(thousandths: Int64(random.below(100_000_000)))
        out.add(",\"currency\":\"KRW\",\"approved\":")
        out.add(random.below(20) == 0 ? "false" : "true")
        out.add(",\"coupon\":null}")
    }

    private static let types: [StaticString] = ["order.placed", "order.paid", "order.shipped", "order.returned"]
    private static let names: [StaticString] = ["김민준", "이서연", "박도윤", "최지우", "정하은", "강시우", "Ana Müller", "O'Neil"]
    private static let tags: [StaticString] = [
        "", "\"vip\"", "\"vip\",\"beta\"", "\"신규\"", "\"b2b\",\"세금계산서\",\"net30\"",
    ]
    private static let goods: [StaticString] = [
        "유기농 \\\"햇\\\" 사과\\t1kg", "무선 이어폰 (2세대)", "책: \\u0027파도\\u0027", "27\\\" 모니터", "녹차 / 홍차 세트",
    ]
    private static let cities: [StaticString] = ["서울특별시", "부산광역시", "대전광역시", "제주시"]
    private static let streets: [StaticString] = ["세종대로", "테헤란로", "해운대해변로", "중앙로"]
    private static let notes: [StaticString] = [
        "부재 시 경비실에 맡겨 주세요 \\ud83d\\ude4f", "C:\\\\orders\\\\new", "tel\\u003a see user", "", "문 앞 \\/ 벨 금지 🚪",
    ]
}
