// SPDX-License-Identifier: GPL-3.0-only
#include "running_console.h"

#include "app/command_line.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

namespace holdfast::test {

namespace {

Settings settingsOf(const TestDatabase &database, const QString &directory)
{
    const auto loaded = loadSettings(CommandLine(), QProcessEnvironment());
    if (!loaded)
        qFatal("the defaults are faulty");
    Settings settings = loaded->settings;
    settings.port = 0;
    settings.dataDirectory = directory;
    settings.externalDatabase = database.settings();
    return settings;
}

// Of the console just made: the newest.
MainWindow *shownWindow()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *window = qobject_cast<MainWindow *>(widget))
            return window;
    }
    qFatal("the console shows no window");
}

// When a dialog closes a desktop gives the keyboard back to the window below; without one nobody does.
QWidget *keyboardOwner()
{
    if (!QApplication::activeWindow())
        shownWindow()->activateWindow();
    if (!QTest::qWaitFor([] { return QApplication::focusWidget() != nullptr; }, RunningConsole::patienceMs))
        qFatal("nobody has the keyboard");
    return QApplication::focusWidget();
}

} // namespace

RunningConsole::RunningConsole()
    : m_settings(settingsOf(m_database, m_data.path()))
    , m_service(m_settings)
    , m_console(std::make_unique<Console>(m_service))
    , m_window(shownWindow())
{
    m_service.start();
}

// As the program does: first nothing more happens, then nobody watches.
RunningConsole::~RunningConsole()
{
    m_service.stop();
}

bool RunningConsole::waitUntilServing()
{
    QSignalSpy started(&m_service, &Service::started);
    if (!m_service.desk() && !started.wait(patienceMs))
        return false;
    return QTest::qWaitForWindowActive(m_window, patienceMs);
}

void type(const QString &text)
{
    QTest::keyClicks(keyboardOwner(), text);
}

void press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(keyboardOwner(), key, modifiers);
}

} // namespace holdfast::test
