// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/api_key.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedLayout;
class QTableView;

namespace holdfast {

class ApiKeysModel;
class EmptyState;

/// The API keys of storefront backends. The operator makes them, sees each new one once, and revokes them;
/// what became of that comes back through showKeys(), showNewKey() and showFault().
class ApiKeysPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ApiKeysPage(QWidget *parent = nullptr);

    void showKeys(const QList<ApiKey> &keys);
    /// Opens a dialog with the secret, which nothing else keeps.
    void showNewKey(const QString &name, const QString &secret);
    /// What could not be done; stands until something else is asked.
    void showFault(const QString &reason);
    /// Why the keys are not known or no longer fresh; stands until keys are shown.
    void showReadingFault(const QString &reason);

public slots:
    /// Asks for the name, then emits makeRequested.
    void askMake();
    /// Asks whether, then emits revokeRequested. Does nothing unless a key in force is selected.
    void askRevoke();

signals:
    void makeRequested(const QString &name);
    void revokeRequested(const holdfast::ApiKeyId &id);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeTools();
    void makeTable();
    void addShortcuts();
    void fitToFont();
    void showSelection();
    void showStatus();
    /// The selected key, if it is in force.
    const ApiKey *selectedKey() const;

    ApiKeysModel *m_model;
    QLabel *m_status;
    QPushButton *m_make;
    QPushButton *m_revoke;
    QTableView *m_table;
    EmptyState *m_empty;
    QStackedLayout *m_stack;
    QString m_fault;
    QString m_readingFault;
    bool m_isKnown = false;
};

} // namespace holdfast
