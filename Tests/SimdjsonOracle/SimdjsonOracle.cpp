// Sluice
// SPDX-License-Identifier: Apache-2.0

#include "SimdjsonOracle.h"

#include <simdjson.h>

#include <cinttypes>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

using namespace simdjson;

static void dumpString(std::string_view text, std::string &out) {
    out += 's';
    out += std::to_string(text.size());
    out += ':';
    out.append(text);
}

static void dump(dom::element value, std::string &out) {
    char number[64];
    switch (value.type()) {
    case dom::element_type::ARRAY:
        out += '[';
        for (dom::element child : dom::array(value)) dump(child, out);
        out += ']';
        break;
    case dom::element_type::OBJECT: {
        std::vector<dom::key_value_pair> members;
        std::unordered_map<std::string_view, size_t> last;
        for (dom::key_value_pair member : dom::object(value)) {
            last[member.key] = members.size();
            members.push_back(member);
        }
        out += '{';
        for (size_t index = 0; index < members.size(); index++) {
            if (last[members[index].key] != index) continue;
            dumpString(members[index].key, out);
            dump(members[index].value, out);
        }
        out += '}';
        break;
    }
    case dom::element_type::INT64:
        snprintf(number, sizeof number, "i%" PRId64 ";", int64_t(value));
        out += number;
        break;
    case dom::element_type::UINT64:
        snprintf(number, sizeof number, "i%" PRIu64 ";", uint64_t(value));
        out += number;
        break;
    case dom::element_type::DOUBLE: {
        double real = double(value);
        uint64_t bits;
        memcpy(&bits, &real, sizeof bits);
        snprintf(number, sizeof number, "d%" PRIx64 ";", bits);
        out += number;
        break;
    }
    case dom::element_type::STRING: dumpString(std::string_view(value), out); break;
    case dom::element_type::BOOL: out += bool(value) ? 't' : 'f'; break;
    case dom::element_type::NULL_VALUE: out += 'n'; break;
    }
}

OracleAnswer oracle_parse(const uint8_t *text, size_t length) {
    OracleAnswer answer = {0, 0, nullptr, 0};
    dom::parser parser;
    padded_string padded(reinterpret_cast<const char *>(text), length);
    dom::element value;
    error_code error = parser.parse(padded).get(value);
    if (error) {
        answer.refusedForNumber = error == NUMBER_ERROR;
        return answer;
    }
    std::string out;
    dump(value, out);
    answer.accepted = 1;
    answer.dump = static_cast<char *>(malloc(out.size() + 1));
    if (answer.dump == nullptr) abort();
    memcpy(answer.dump, out.data(), out.size());
    answer.dumpLength = out.size();
    return answer;
}
