// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/normalised_email.h"

namespace holdfast {

QString normalisedEmail(const QString &email)
{
    return email.normalized(QString::NormalizationForm_C).toLower();
}

} // namespace holdfast
