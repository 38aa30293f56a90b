// SPDX-License-Identifier: GPL-3.0-only
#include "app/commands.h"
#include "app/console.h"
#include "app/demo/demo.h"
#include "app/display.h"
#include "app/logging/logging.h"
#include "app/service.h"
#include "app/status_line.h"
#include "app/stop_signals.h"

#include <QApplication>
#include <QLoggingCategory>

#include <malloc.h>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(logServe, "holdfast")

// A crowd comes in bursts. What is given back to the system between them is fetched again page by page.
void keepFreedMemory()
{
    constexpr int keptMax = 64 * 1024 * 1024;
    // Set beside it, since setting one ends the other's adapting by itself.
    constexpr int allocatedTogetherMax = 4 * 1024 * 1024;
    ::mallopt(M_TRIM_THRESHOLD, keptMax);
    ::mallopt(M_MMAP_THRESHOLD, allocatedTogetherMax);
}

std::unique_ptr<QCoreApplication> makeApplication(bool hasWindow, int &argc, char **argv)
{
    QCoreApplication::setOrganizationName(u"Holdfast"_s);
    QCoreApplication::setApplicationName(u"Holdfast"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(HOLDFAST_VERSION));
    if (!hasWindow)
        return std::make_unique<QCoreApplication>(argc, argv);
    QApplication::setStyle(u"fusion"_s); // the one the theme is drawn for
    return std::make_unique<QApplication>(argc, argv);
}

bool wantsWindow(const Settings &settings)
{
    if (settings.isHeadless)
        return false;
    const auto missing = missingDisplay(QProcessEnvironment::systemEnvironment());
    if (missing)
        qCInfo(logServe, "%s Serving without a window.", qUtf8Printable(*missing));
    return !missing;
}

// Runs until a signal, the window's closing or a fault ends it.
ExitCode run(const Settings &settings, Service &service, QCoreApplication &application)
{
    ExitCode code = ExitCode::Success;
    const StopSignals signals_;
    QObject::connect(&signals_, &StopSignals::stopRequested, &application, [](int) {
        qCInfo(logServe, "Stopping.");
        QCoreApplication::quit();
    });
    QObject::connect(&service, &Service::failed, &application, [&code](const StartFault &fault) {
        code = fault.code;
        tell(fault);
        QCoreApplication::exit();
    });
    std::unique_ptr<Demo> demo;
    if (settings.isDemo) {
        QObject::connect(&service, &Service::started, &application,
                         [&demo](const QUrl &url) { demo = std::make_unique<Demo>(url); });
    }
    service.start();
    QCoreApplication::exec();
    demo.reset();
    service.stop();
    return code;
}

} // namespace

ExitCode serve(const Settings &settings, int &argc, char **argv)
{
    keepFreedMemory();
    Logging logging({settings.logLevel, settings.logFormat});
    const bool hasWindow = wantsWindow(settings);
    const auto application = makeApplication(hasWindow, argc, argv);
    Service service(settings);
    std::unique_ptr<StatusLine> statusLine;
    std::unique_ptr<Console> console;
    if (hasWindow)
        console = std::make_unique<Console>(service);
    else
        statusLine =
            std::make_unique<StatusLine>(service.feed().tap(FeedTap::Scope::Stock), logging.writer());
    return run(settings, service, *application);
}

} // namespace holdfast
