// SPDX-License-Identifier: GPL-3.0-only
// Writes pictures of the console in many states, for people to judge: ui_gallery OUTPUT_DIRECTORY
#include "gallery_products.h"
#include "gallery_sales.h"
#include "gallery_scene.h"
#include "ui/api_keys_page/api_key_dialogs.h"
#include "ui/api_keys_page/api_keys_page.h"
#include "ui/reservations_page/action_dialog.h"
#include "ui/reservations_page/reservations_page.h"

#include <QApplication>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTextStream>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

class Gallery
{
public:
    explicit Gallery(const Camera &camera)
        : m_camera(camera)
    {
    }

    void take(MainWindow &window, const QString &name) { m_camera.take(window, name); }
    void takeDialog(QDialog *dialog, const QString &name) { m_camera.takeDialog(dialog, name); }

    void takeDialogs(MainWindow &window, const QString &name)
    {
        auto *page = window.findChild<ReservationsPage *>();
        page->askRelease();
        takeDialog(page->findChild<ReleaseDialog *>(), name + u"-release"_s);
        page->askExtend();
        takeDialog(page->findChild<ExtendDialog *>(), name + u"-extend"_s);
    }

    void empty()
    {
        Scene scene({1280, 800}, ThemeChoice::Light);
        take(scene.window, u"waiting"_s);
        scene.open(0, 0, 0);
        scene.feed.updateService([](ServiceState &state) { state.isDemo = state.isOpenAccess = true; });
        take(scene.window, u"empty-light"_s);
        scene.window.showPage(MainWindow::Page::Reservations);
        take(scene.window, u"empty-reservations"_s);
        scene.window.showPage(MainWindow::Page::Leaderboard);
        take(scene.window, u"empty-leaderboard"_s);
    }

    void few()
    {
        Scene scene({1440, 900}, ThemeChoice::Light);
        scene.open(5, 120, 180);
        scene.feed.updateService([](ServiceState &state) { state.isDemo = state.isOpenAccess = true; });
        scene.trade(40);
        take(scene.window, u"few-light"_s);
        scene.window.findChild<ThemeSwitch *>()->choose(ThemeChoice::Dark);
        take(scene.window, u"few-dark"_s);
    }

    void full(QSize size, ThemeChoice theme, const QString &name)
    {
        Scene scene(size, theme);
        scene.open(30, 400, 1700);
        scene.trade(16);
        take(scene.window, name + u"-live"_s);
        scene.window.showPage(MainWindow::Page::Reservations);
        take(scene.window, name + u"-reservations"_s);
        scene.window.findChild<QTableView *>(u"reservationsTable"_s)->selectRow(3);
        scene.trade(4);
        take(scene.window, name + u"-selected"_s);
        takeDialogs(scene.window, name);
        scene.window.showPage(MainWindow::Page::Leaderboard);
        take(scene.window, name + u"-leaderboard"_s);
        scene.window.setWallMode(true);
        // A picture of this size, not of the whole screen.
        scene.window.setWindowState(Qt::WindowNoState);
        scene.window.resize(size);
        take(scene.window, name + u"-wall"_s);
    }

    void wrong()
    {
        Scene scene({1280, 800}, ThemeChoice::Light);
        scene.open(12, 200, 300);
        scene.trade(8);
        scene.feed.updateService([](ServiceState &state) {
            state.database = Health::Down;
            state.databaseText = u"connection lost, trying again"_s;
            state.server = Health::Degraded;
            state.serverText = u"answering 503 while the database is away"_s;
        });
        wait(3200ms);
        take(scene.window, u"error-light"_s);
        scene.window.findChild<ThemeSwitch *>()->choose(ThemeChoice::Dark);
        take(scene.window, u"error-dark"_s);
    }

    void crowd()
    {
        Scene scene({1920, 1080}, ThemeChoice::Dark);
        scene.open(2000, 100'000, 500);
        scene.window.showPage(MainWindow::Page::Reservations);
        wait(2s);
        scene.trade(4);
        take(scene.window, u"crowd-reservations"_s);
    }

    void apiKeys(ThemeChoice theme, const QString &name)
    {
        Scene scene({1280, 800}, theme);
        scene.window.showPage(MainWindow::Page::ApiKeys);
        scene.open(5, 20, 60);
        take(scene.window, name + u"-waiting"_s);
        scene.window.showApiKeys({});
        take(scene.window, name + u"-empty"_s);
        scene.window.showApiKeys(sampleKeys());
        auto *table = scene.window.findChild<QTableView *>(u"apiKeysTable"_s);
        table->selectRow(1);
        take(scene.window, name);
        auto *page = scene.window.findChild<ApiKeysPage *>();
        page->askRevoke();
        takeDialog(page->findChild<RevokeApiKeyDialog *>(), name + u"-revoke"_s);
        page->askMake();
        takeDialog(page->findChild<MakeApiKeyDialog *>(), name + u"-make"_s);
        scene.window.showNewApiKey(u"web shop"_s, u"hf_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"_s);
        takeDialog(page->findChild<NewApiKeyDialog *>(), name + u"-new"_s);
        scene.window.showApiKeyFault(u"The database did not answer; nothing was changed"_s);
        take(scene.window, name + u"-fault"_s);
    }

private:
    static QList<ApiKey> sampleKeys()
    {
        const Instant now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
        QList<ApiKey> keys;
        for (const QString &name :
             {u"web shop"_s, u"till in the flagship store"_s, u"partner: Nordlicht GmbH"_s,
              u"nightly stock import"_s, u"load test"_s, u"old web shop"_s}) {
            const int number = static_cast<int>(keys.size());
            keys.append({.id = ApiKeyId::make(),
                         .name = name,
                         .hint = u"hf_%1kP3xw"_s.arg(number),
                         .createdAt = now - 24h * (3 + number * 11),
                         .lastUsedAt = number == 3 ? std::nullopt : std::optional(now - 7min * number),
                         .revokedAt = number > 3 ? std::optional(now - 24h * number) : std::nullopt});
        }
        return keys;
    }

    const Camera &m_camera;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc < 2) {
        QTextStream(stderr) << "usage: ui_gallery OUTPUT_DIRECTORY [SCENE]\n";
        return 2;
    }
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication::setOrganizationName(u"holdfast"_s);
    QApplication::setApplicationName(u"gallery"_s);
    QApplication::setStyle(u"fusion"_s);
    const Camera camera(QString::fromLocal8Bit(argv[1]));
    Gallery gallery(camera);
    const QString only = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString();
    const auto wanted = [&only](const QString &scene) { return only.isEmpty() || only == scene; };
    if (wanted(u"empty"_s))
        gallery.empty();
    if (wanted(u"few"_s))
        gallery.few();
    if (wanted(u"full"_s))
        gallery.full({1920, 1080}, ThemeChoice::Light, u"full-light"_s);
    if (wanted(u"dark"_s))
        gallery.full({1920, 1080}, ThemeChoice::Dark, u"full-dark"_s);
    if (wanted(u"small"_s))
        gallery.full({1024, 640}, ThemeChoice::Light, u"small"_s);
    if (wanted(u"large"_s))
        gallery.full({3840, 2160}, ThemeChoice::Dark, u"large"_s);
    if (wanted(u"wrong"_s))
        gallery.wrong();
    if (wanted(u"keys"_s)) {
        gallery.apiKeys(ThemeChoice::Light, u"keys-light"_s);
        gallery.apiKeys(ThemeChoice::Dark, u"keys-dark"_s);
    }
    if (wanted(u"sales"_s))
        takeSalePictures(camera);
    if (wanted(u"orders"_s))
        takeOrderPictures(camera);
    if (wanted(u"products"_s))
        takeProductPictures(camera);
    if (wanted(u"crowd"_s))
        gallery.crowd();
    return 0;
}
