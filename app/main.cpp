// SPDX-License-Identifier: GPL-3.0-only
#include "app/command_line.h"
#include "app/commands.h"
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
        tell(fault);
    return toInt(faults.front().code);
}

QStringList argumentsWithoutProgram(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    return arguments;
}

ExitCode run(const CommandLine &commandLine, const LoadedSettings &loaded, int &argc, char **argv)
{
    switch (commandLine.command) {
    case Command::Serve:
        return serve(loaded.settings, argc, argv);
    case Command::Audit:
        return audit(loaded.settings, argc, argv);
    case Command::Migrate:
        return migrate(loaded.settings, argc, argv);
    case Command::CreateAdmin:
        return createAdmin(loaded.settings, commandLine.email, argc, argv);
    case Command::PrintConfig:
        print(stdout, settingsReport(loaded));
        return ExitCode::Success;
    case Command::Help:
    case Command::Version:
        break;
    }
    Q_UNREACHABLE();
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
    const auto loaded = loadSettings(*commandLine, QProcessEnvironment::systemEnvironment());
    return loaded ? toInt(run(*commandLine, *loaded, argc, argv)) : refuseToStart(loaded.error());
}
