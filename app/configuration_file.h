// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/settings.h"

namespace holdfast {

/// A line of the file, not yet checked.
struct FileValue
{
    const SettingDefinition *definition = nullptr;
    QString value;
    /// "shop.conf line 3"
    QString where;
};

/// The largest file that is read.
inline constexpr qint64 configurationFileBytesMax = 64 * 1024;

/// Reads `name = value` lines; empty lines and those that begin with # count for nothing, everything after
/// the equals sign is the value, without the white space around it. Names nobody knows and names given twice
/// are faults, and all faults are told at once. UTF-8.
std::expected<std::vector<FileValue>, std::vector<StartFault>> readConfigurationFile(const QString &path);

} // namespace holdfast
