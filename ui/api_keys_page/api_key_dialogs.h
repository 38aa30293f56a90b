// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/api_key.h"
#include "ui/widgets/confirm_dialog.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace holdfast {

/// Asks what a new key is called: by its name people know which backend it belongs to.
class MakeApiKeyDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit MakeApiKeyDialog(QWidget *parent);

signals:
    /// Trimmed, 1 to ApiKey::nameLengthMax characters.
    void confirmed(const QString &name);

private:
    QLineEdit *m_name;
};

/// Shows a new key, once. Its field is the only place that holds the secret, and it is emptied when the
/// dialog closes. Escape closes only after the key was copied: one key too many pressed must not lose it.
class NewApiKeyDialog final : public QDialog
{
    Q_OBJECT

public:
    NewApiKeyDialog(const QString &name, const QString &secret, QWidget *parent);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void copy();

    QLineEdit *m_secret;
    QPushButton *m_copy;
    QPushButton *m_close;
    bool m_isCopied = false;
};

/// Asks before a key is revoked: names the key and what happens to those who use it. Return cancels.
class RevokeApiKeyDialog final : public ConfirmDialog
{
    Q_OBJECT

public:
    RevokeApiKeyDialog(const ApiKey &key, QWidget *parent);
};

} // namespace holdfast
