// SPDX-License-Identifier: GPL-3.0-only
#include "app/command_line.h"
#include "app/settings_report.h"

#include <cstdio>

using namespace holdfast;
using namespace Qt::StringLiterals;

namespace {

void print(std::FILE *stream, const QString &text)
{
    std::fputs(text.toUtf8().constData(), stream);
}

int refuseToStart(const std::vector<StartFault> &faults)
{
    for (const StartFault &fault : faults)
        print(stderr, u"holdfast: "_s + fault.message + u'\n');
    return toInt(faults.front().code);
}

QStringList argumentsWithoutProgram(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    return arguments;
}

int withSettings(const CommandLine &commandLine)
{
    const auto loaded = loadSettings(commandLine, QProcessEnvironment::systemEnvironment());
    if (!loaded)
        return refuseToStart(loaded.error());
    print(stdout, settingsReport(*loaded));
    return toInt(ExitCode::Success);
}

} // namespace

int main(int argc, char **argv)
{
    const auto commandLine = parseCommandLine(argumentsWithoutProgram(argc, argv));
    if (!commandLine)
        return refuseToStart({commandLine.error()});
    if (commandLine->command == Command::Help) {
        print(stdout, helpText());
        return toInt(ExitCode::Success);
    }
    if (commandLine->command == Command::Version) {
        print(stdout, u"holdfast " HOLDFAST_VERSION "\n"_s);
        return toInt(ExitCode::Success);
    }
    return withSettings(*commandLine);
}
