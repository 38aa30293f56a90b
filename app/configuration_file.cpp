// SPDX-License-Identifier: GPL-3.0-only
#include "app/configuration_file.h"

#include "app/logging/log_redaction.h"
#include "app/setting_definition.h"

#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

StartFault fileFault(const QString &message)
{
    return {ExitCode::BadConfiguration, withoutControlCharacters(message)};
}

std::expected<QString, StartFault> readText(const QString &path)
{
    if (path.isEmpty())
        return std::unexpected(fileFault(u"--config needs the name of a file"_s));
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly))
        return std::unexpected(fileFault(u"cannot read the configuration file %1: %2"_s.arg(
            path, QFileInfo(path).isDir() ? u"it is a folder"_s : file.errorString())));
    const QByteArray bytes = file.read(configurationFileBytesMax + 1);
    if (bytes.size() > configurationFileBytesMax)
        return std::unexpected(
            fileFault(u"%1 is larger than %2 bytes"_s.arg(path).arg(configurationFileBytesMax)));
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString text = decoder(bytes);
    if (decoder.hasError())
        return std::unexpected(fileFault(u"%1 is not UTF-8"_s.arg(path)));
    return text;
}

/// Nothing for a line that is empty or a comment.
std::expected<std::optional<FileValue>, StartFault> readLine(QStringView line, const QString &where)
{
    line = line.trimmed();
    if (line.isEmpty() || line.startsWith(u'#'))
        return std::nullopt;
    const qsizetype equals = line.indexOf(u'=');
    // the line itself is not repeated: what has no name may well be a password
    if (equals < 1)
        return std::unexpected(fileFault(u"%1 is not name = value"_s.arg(where)));
    const QStringView name = line.left(equals).trimmed();
    const auto *definition = findSetting(name);
    if (!definition)
        return std::unexpected(fileFault(u"%1: there is no setting '%2'"_s.arg(where, name.toString())));
    return FileValue{definition, line.mid(equals + 1).trimmed().toString(), where};
}

} // namespace

std::expected<std::vector<FileValue>, std::vector<StartFault>> readConfigurationFile(const QString &path)
{
    const auto text = readText(path);
    if (!text)
        return std::unexpected(std::vector{text.error()});

    std::vector<FileValue> values;
    std::vector<StartFault> faults;
    int number = 0;
    for (const QStringView line : QStringView(*text).split(u'\n')) {
        const QString where = u"%1 line %2"_s.arg(QFileInfo(path).fileName()).arg(++number);
        auto read = readLine(line, where);
        if (!read) {
            faults.push_back(read.error());
        } else if (const auto &value = *read) {
            const bool isTwice =
                std::ranges::find(values, value->definition, &FileValue::definition) != values.end();
            if (isTwice)
                faults.push_back(fileFault(u"%1: '%2' is given twice"_s.arg(where, value->definition->name)));
            values.push_back(*value);
        }
    }
    if (!faults.empty())
        return std::unexpected(std::move(faults));
    return values;
}

} // namespace holdfast
