// SPDX-License-Identifier: GPL-3.0-only
#include "app/display.h"

#include <QDir>
#include <QLocalSocket>
#include <QRegularExpression>
#include <QTcpSocket>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr int waitMilliseconds = 2000;
constexpr int x11PortBase = 6000;

bool answers(const QString &socketPath)
{
    QLocalSocket socket;
    socket.connectToServer(socketPath);
    return socket.waitForConnected(waitMilliseconds);
}

bool answers(const QString &host, int port)
{
    QTcpSocket socket;
    socket.connectToHost(host, static_cast<quint16>(port));
    return socket.waitForConnected(waitMilliseconds);
}

/// ":0", "unix:0", "localhost:10.0"; the screen behind the point does not matter here.
bool reachesX11(const QString &display)
{
    static const QRegularExpression form(u"\\A(.*):([0-9]{1,4})(?:\\.[0-9]+)?\\z"_s);
    const auto match = form.match(display);
    if (!match.hasMatch())
        return false;
    const QString host = match.captured(1);
    const int number = match.captured(2).toInt();
    if (host.isEmpty() || host == "unix"_L1)
        return answers(u"/tmp/.X11-unix/X%1"_s.arg(number));
    return answers(host, x11PortBase + number);
}

bool reachesWayland(const QString &display, const QProcessEnvironment &environment)
{
    const QDir runtime(environment.value(u"XDG_RUNTIME_DIR"_s));
    return answers(runtime.absoluteFilePath(display));
}

bool needsDisplay(const QString &platform)
{
    return platform.isEmpty() || platform.startsWith("xcb"_L1) || platform.startsWith("wayland"_L1);
}

} // namespace

std::optional<QString> missingDisplay(const QProcessEnvironment &environment)
{
    if (!needsDisplay(environment.value(u"QT_QPA_PLATFORM"_s)))
        return std::nullopt;
    const QString wayland = environment.value(u"WAYLAND_DISPLAY"_s);
    if (!wayland.isEmpty() && reachesWayland(wayland, environment))
        return std::nullopt;
    const QString x11 = environment.value(u"DISPLAY"_s);
    if (!x11.isEmpty() && reachesX11(x11))
        return std::nullopt;
    if (wayland.isEmpty() && x11.isEmpty())
        return u"There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)."_s;
    return u"The display %1 does not answer."_s.arg(x11.isEmpty() ? wayland : x11);
}

} // namespace holdfast
