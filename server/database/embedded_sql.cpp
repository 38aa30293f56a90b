// SPDX-License-Identifier: GPL-3.0-only
#include "database/embedded_sql.h"

#include <QtGlobal>

#include <mutex>

// A resource in a static library is linked, and loaded, only when somebody asks for it by name. The macro
// works outside namespaces only.
static void initializeResource()
{
    Q_INIT_RESOURCE(holdfast_sql);
}

namespace holdfast {

void loadEmbeddedSql()
{
    static std::once_flag isLoaded;
    std::call_once(isLoaded, initializeResource);
}

} // namespace holdfast
