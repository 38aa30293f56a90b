// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QString>

namespace holdfast::test {

/// Which statuses and error codes the API's document gives each operation, to hold every answer to it that a
/// test of the endpoints provokes. Values; any thread.
class AnswerContract final
{
public:
    explicit AnswerContract(const QJsonObject &document);
    /// Of the document that is built into the program.
    static const AnswerContract &ours();

    /// Why the operation must not answer so; empty when it may, and for what is no operation of the document.
    /// `code` is empty for a success.
    QString faultOf(const QByteArray &method, const QByteArray &target, int status,
                    const QString &code) const;

private:
    struct Operation
    {
        QStringList segments;
        int parameters = 0;
        /// At the root only.
        bool isAtRoot = false;
        /// The codes by status; none for successes.
        QHash<int, QStringList> answers;
    };

    void add(const QString &path, const QString &method, const QJsonObject &item,
             const QJsonObject &document);
    const Operation *find(const QByteArray &method, const QByteArray &target) const;

    QHash<QByteArray, QList<Operation>> m_operations; // by method
};

} // namespace holdfast::test
