// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/http/raw_pipelines.h"

namespace {

int pick(std::mt19937 &random, int minimum, int maximum)
{
    // Not uniform_int_distribution, whose results differ between libraries.
    return minimum + static_cast<int>(random() % static_cast<unsigned>(maximum - minimum + 1));
}

QByteArray randomText(std::mt19937 &random, int length)
{
    QByteArray text;
    for (int index = 0; index < length; ++index)
        text.append(static_cast<char>(pick(random, 'a', 'z')));
    return text;
}

/// Bodies like to hold what a careless parser takes for the end of a head or for another request.
QByteArray randomBody(std::mt19937 &random)
{
    switch (pick(random, 0, 5)) {
    case 0:
        return "\r\n\r\n";
    case 1:
        return "GET /mirror/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    case 2:
        return randomText(random, pick(random, 10'000, 60'000));
    case 3:
        return "\r" + randomText(random, 20) + "\n\r\n\r";
    default:
        return randomText(random, pick(random, 1, 400));
    }
}

} // namespace

QByteArray mirrorAnswer(const QByteArray &tag, const QByteArray &body)
{
    return tag + ' ' + QByteArray::number(body.size()) + ' ' + QByteArray::number(qChecksum(body));
}

RawPipeline makePipeline(std::mt19937 &random)
{
    RawPipeline pipeline;
    const int requests = pick(random, 1, 6);
    for (int index = 0; index < requests; ++index) {
        const QByteArray tag = randomText(random, pick(random, 1, 20));
        const bool hasBody = pick(random, 0, 1) == 1;
        const QByteArray body = hasBody ? randomBody(random) : QByteArray();
        QByteArray head =
            (hasBody ? "POST /mirror/" : "GET /mirror/") + tag + " HTTP/1.1\r\nHost: localhost\r\n";
        for (int field = pick(random, 0, 4); field > 0; --field)
            head += "X-" + randomText(random, pick(random, 1, 12)) + ": "
                + randomText(random, pick(random, 0, 60)) + "\r\n";
        if (hasBody)
            head += "content-length:" + QByteArray::number(body.size()) + "\r\n";
        pipeline.bytes += head + "\r\n" + body;
        pipeline.answers += mirrorAnswer(tag, body);
    }
    return pipeline;
}
