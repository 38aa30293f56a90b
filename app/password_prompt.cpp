// SPDX-License-Identifier: GPL-3.0-only
#include "app/password_prompt.h"

#include <QStringDecoder>

#include <cstdio>

#include <termios.h>
#include <unistd.h>

namespace holdfast {

namespace {

/// What Ctrl-C types.
constexpr cc_t interrupt = 0x03;

/// The terminal does not show what is typed for as long as this lives. Ctrl-C is then a key like others, one
/// that ends the line: as a signal it would end the program and leave the terminal silent.
class SilentTerminal final
{
public:
    SilentTerminal()
    {
        ::tcgetattr(STDIN_FILENO, &m_before);
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        silent.c_cc[VEOL] = interrupt;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~SilentTerminal() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before); }
    Q_DISABLE_COPY_MOVE(SilentTerminal)

private:
    termios m_before{};
};

std::optional<QString> readLine()
{
    constexpr qsizetype lengthMax = 4'096;
    QByteArray line;
    for (int next = std::getchar(); next != '\n'; next = std::getchar()) {
        if (next == EOF && line.isEmpty())
            return std::nullopt;
        if (next == EOF)
            break;
        if (line.size() == lengthMax || next == interrupt)
            return std::nullopt;
        line.append(static_cast<char>(next));
    }
    QStringDecoder decode(QStringDecoder::Utf8);
    const QString text = decode(line);
    return decode.hasError() ? std::nullopt : std::optional(text);
}

std::optional<QString> askOnce(const char *question)
{
    const SilentTerminal silent;
    std::fputs(question, stderr);
    auto answer = readLine();
    std::fputs("\n", stderr);
    return answer;
}

} // namespace

std::optional<QString> askForPassword()
{
    if (::isatty(STDIN_FILENO) == 0)
        return readLine();
    auto password = askOnce("Password: ");
    if (!password)
        return std::nullopt;
    const auto repeated = askOnce("Once more: ");
    return password == repeated ? password : std::nullopt;
}

} // namespace holdfast
