// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "app/console.h"
#include "app/service.h"
#include "app/settings.h"
#include "tests/support/test_database.h"

#include <QTemporaryDir>

namespace holdfast::test {

/// The program as its operator has it: window, desk, lanes and HTTP port on a database of its own. It serves
/// once waitUntilServing() is true.
class RunningConsole final
{
public:
    static constexpr int patienceMs = 60'000;

    RunningConsole();
    ~RunningConsole();
    Q_DISABLE_COPY_MOVE(RunningConsole)

    /// Serving, with the first snapshot in the window, which has the keyboard.
    bool waitUntilServing();
    MainWindow &window() const { return *m_window; }
    TestDatabase &database() { return m_database; }
    /// As its name says; nothing when it is not there (yet).
    template <typename Widget>
    Widget *find(const QString &name = {}) const
    {
        return m_window->findChild<Widget *>(name);
    }

private:
    TestDatabase m_database;
    const QTemporaryDir m_data;
    const Settings m_settings;
    Service m_service;
    const std::unique_ptr<Console> m_console;
    MainWindow *const m_window;
};

/// Into whatever has the keyboard.
void type(const QString &text);
void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

} // namespace holdfast::test
