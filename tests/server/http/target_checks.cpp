// SPDX-License-Identifier: GPL-3.0-only
// Lines 12 to 15: which route a target reaches, and what of it comes back.
#include "tests/server/http/check.h"

using namespace Qt::StringLiterals;
using Kind = ServerUnderTest::Kind;

namespace {

Verdict demandMiss(Kind kind, const QByteArray &target, int status)
{
    ServerUnderTest server(kind);
    const auto reply = ask(server.port(), getRequest(target));
    if (!reply)
        return u"no reply"_s;
    if (reply->status == 200)
        return u"the target reached a route"_s;
    return reply->status == status ? Verdict() : u"status %1"_s.arg(reply->status);
}

Check miss(int line, const char *name, QByteArray target, int status)
{
    return {line, name,
            [target = std::move(target), status](Kind kind) { return demandMiss(kind, target, status); }};
}

Verdict demandWholeNumber(Kind kind)
{
    ServerUnderTest server(kind);
    const auto large = ask(server.port(), getRequest("/item/99999999999"));
    if (!large || large->body != "item 99999999999")
        return u"99999999999 became something else"_s;
    const auto tooLarge = ask(server.port(), getRequest("/item/18446744073709551621"));
    return tooLarge && tooLarge->status == 404 ? Verdict() : u"2^64+5 is something"_s;
}

Verdict demandOneHeader(Kind kind)
{
    ServerUnderTest server(kind);
    const auto reply = ask(server.port(), getRequest("/header/a%0D%0AX-Evil:%201"));
    if (!reply)
        return u"no reply"_s;
    return reply->header("X-Evil").isNull() ? Verdict() : u"a header was injected"_s;
}

Verdict demandPlainText(Kind kind)
{
    ServerUnderTest server(kind);
    const auto reply = ask(server.port(), getRequest("/text/%3C!DOCTYPE%20html%3E%3Chtml%3E%3Cbody%3Ehi"));
    if (!reply || reply->status != 200)
        return u"no reply"_s;
    if (reply->header("Content-Type").contains("html"))
        return u"text became HTML"_s;
    return reply->header("X-Content-Type-Options") == "nosniff" ? Verdict() : u"browsers may sniff"_s;
}

} // namespace

std::vector<Check> targetChecks()
{
    return {
        miss(12, "authority in the path", "//y/admin/x", 400),
        miss(12, "encoded slash", "/admin%2Fx", 400),
        miss(12, "encoded line feed", "/admin/x%0A", 400),
        miss(12, "absolute form", "http://y/admin/x", 400),
        miss(12, "dot is a dot", "/v1a0/x", 404),
        miss(12, "NUL in an argument", "/text/a%00b", 400),
        miss(12, "CR LF in an argument", "/text/a%0D%0Ab", 400),
        {13, "numbers do not wrap", demandWholeNumber},
        {14, "headers cannot be split", demandOneHeader},
        {15, "the type is not sniffed", demandPlainText},
    };
}
