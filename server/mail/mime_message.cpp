// SPDX-License-Identifier: GPL-3.0-only
#include "mail/mime_message.h"

#include <QDateTime>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

// 39 bytes become 52 characters of base64: with =?UTF-8?B?…?= and the header's name they keep within the 76
// of RFC 2047.
constexpr qsizetype wordBytesMax = 39;
constexpr qsizetype plainHeaderMax = 64;
// A quoted-printable line, without the = that says that it goes on.
constexpr qsizetype lineLengthMax = 75;

bool isPlainHeader(QStringView text)
{
    return text.size() <= plainHeaderMax && !text.contains("=?"_L1)
        && std::ranges::all_of(text, [](QChar c) { return c >= u' ' && c <= u'~'; });
}

QString withoutControls(QString text)
{
    std::ranges::replace_if(
        text, [](QChar c) { return c.category() == QChar::Other_Control; }, u' ');
    return text;
}

// Cut between characters, never within one.
QByteArray encodedWords(const QString &text)
{
    QByteArrayList words;
    QByteArray bytes;
    const auto finish = [&] { words << "=?UTF-8?B?" + std::exchange(bytes, {}).toBase64() + "?="; };
    for (const char32_t character : text.toUcs4()) {
        const QByteArray next = QString::fromUcs4(&character, 1).toUtf8();
        if (bytes.size() + next.size() > wordBytesMax)
            finish();
        bytes += next;
    }
    finish();
    return words.join("\r\n ");
}

QByteArray headerText(const QString &text)
{
    const QString clean = withoutControls(text);
    return isPlainHeader(clean) ? clean.toLatin1() : encodedWords(clean);
}

QByteArray sender(const MailMessage &message)
{
    const QByteArray address = '<' + message.from.toUtf8() + '>';
    return message.fromName.isEmpty() ? address
                                      : encodedWords(withoutControls(message.fromName)) + "\r\n " + address;
}

QByteArray quoted(char byte)
{
    return '=' + QByteArray(1, byte).toHex().toUpper();
}

QByteArray quotedPrintableLine(const QByteArray &line)
{
    QByteArray result;
    qsizetype length = 0;
    for (qsizetype index = 0; index < line.size(); ++index) {
        const char byte = line[index];
        const bool isBlank = byte == ' ' && index + 1 < line.size();
        const bool isPlain = byte > ' ' && byte <= '~' && byte != '=';
        const QByteArray next = isPlain || isBlank ? QByteArray(1, byte) : quoted(byte);
        if (length + next.size() > lineLengthMax) {
            result += "=\r\n";
            length = 0;
        }
        result += next;
        length += next.size();
    }
    return result;
}

QByteArray quotedPrintable(const QString &text)
{
    QByteArray result;
    const QString lines = text.endsWith(u'\n') ? text.chopped(1) : text;
    for (const auto &line : lines.toUtf8().split('\n'))
        result += quotedPrintableLine(line) + "\r\n";
    return result;
}

QByteArray dateText(Instant date)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(date).time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC).toString(Qt::RFC2822Date).toLatin1();
}

} // namespace

QByteArray toMime(const MailMessage &message)
{
    return "Date: " + dateText(message.date) + "\r\nFrom: " + sender(message) + "\r\nTo: <"
        + message.to.toUtf8() + ">\r\nSubject: " + headerText(message.subject) + "\r\nMessage-ID: <"
        + message.messageId.toLatin1()
        + ">\r\nAuto-Submitted: auto-generated\r\n"
          "MIME-Version: 1.0\r\n"
          "Content-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n"
          "\r\n"
        + quotedPrintable(message.text);
}

} // namespace holdfast
