// SPDX-License-Identifier: GPL-3.0-only
// The sockets of the edge: what the kernel does not take, what arrives in pieces, clients that vanish.
#include "http/edge/listening_socket.h"
#include "http/edge/outgoing.h"
#include "http/edge/ready_sockets.h"
#include "http/edge/socket.h"

#include <QTest>

#include <algorithm>
#include <optional>

#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>

using namespace holdfast::http;

namespace {

constexpr qsizetype lentSize = 1000;

/// Both ends of a TCP connection.
struct Pair
{
    Descriptor ours;
    Descriptor theirs;
};

Pair connected()
{
    const Descriptor listening(makeListeningSocket(QHostAddress::LocalHost, 0, 1, false).value());
    sockaddr_in address{};
    socklen_t length = sizeof(address);
    ::getsockname(listening.number(), reinterpret_cast<sockaddr *>(&address), &length);
    Descriptor theirs(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(theirs.number(), reinterpret_cast<sockaddr *>(&address), length) != 0)
        qFatal("cannot connect");
    return {Descriptor(::accept(listening.number(), nullptr, nullptr)), std::move(theirs)};
}

void say(const Descriptor &descriptor, QByteArrayView bytes)
{
    const auto size = static_cast<size_t>(bytes.size());
    QCOMPARE(::send(descriptor.number(), bytes.data(), size, MSG_NOSIGNAL), bytes.size());
}

/// Closes with a reset, as a client that crashed does.
void reset(Descriptor &descriptor)
{
    const linger now{1, 0};
    ::setsockopt(descriptor.number(), SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    descriptor.close();
}

/// What is waiting at the other end, at most.
QByteArray heard(const Descriptor &descriptor, qsizetype most)
{
    QByteArray bytes(most, Qt::Uninitialized);
    const auto length = ::recv(descriptor.number(), bytes.data(), static_cast<size_t>(most), MSG_DONTWAIT);
    return bytes.first(std::max<qsizetype>(length, 0));
}

/// As the edge reads: told that there is something, into what is lent.
void receive(Socket &socket, QByteArray &lent, bool atEnd = false)
{
    socket.noticeInput(atEnd);
    socket.receive(lent);
}

/// What the set tells of the only socket in it, within a generous time; nothing: silence.
std::optional<quint32> news(ReadySockets &ready, int tries = 500)
{
    for (; tries > 0; --tries) {
        if (const auto events = ready.take(); !events.empty())
            return events.front().events;
        QTest::qSleep(10);
    }
    return std::nullopt;
}

} // namespace

class TestSockets : public QObject
{
    Q_OBJECT

private slots:
    void keepsWhatIsNotTaken();
    void keepsOtherBytesOfTheSameNumber();
    void readsNoMoreThanItHasRoomFor();
    void findsTheEndBehindTheLastBytes();
    void keepsWhatTheKernelDoesNotTake();
    void findsAReset();
    void sharesWhatIsLarge();
    void tellsOfEachChangeOnce();
    void opensNoSetWithoutDescriptors();
};

void TestSockets::keepsWhatIsNotTaken()
{
    auto [ours, theirs] = connected();
    Socket socket(std::move(ours));
    QByteArray lent(lentSize, '-');
    say(theirs, "first sec");
    receive(socket, lent);
    QCOMPARE(socket.input(), QByteArrayView("first sec"));
    socket.take(6);
    socket.keepInput();
    lent.fill('x'); // another connection reads
    QCOMPARE(socket.input(), QByteArrayView("sec"));
    say(theirs, "ond");
    receive(socket, lent);
    QCOMPARE(socket.input(), QByteArrayView("second"));
    QVERIFY(!socket.hasEnded());
}

void TestSockets::keepsOtherBytesOfTheSameNumber()
{
    auto [ours, theirs] = connected();
    Socket socket(std::move(ours));
    QByteArray lent(lentSize, '-');
    for (const auto *bytes : {"abc", "def", "ghi"}) {
        say(theirs, bytes);
        receive(socket, lent);
        socket.take(socket.input().size() - 3);
        socket.keepInput();
        lent.fill('x');
        QCOMPARE(socket.input(), QByteArrayView(bytes));
    }
}

void TestSockets::readsNoMoreThanItHasRoomFor()
{
    auto [ours, theirs] = connected();
    Socket socket(std::move(ours));
    QByteArray lent(4, '-');
    say(theirs, "123456");
    receive(socket, lent);
    socket.keepInput();
    QCOMPARE(socket.input(), QByteArrayView("1234"));
    QVERIFY(socket.mayHoldMore());
    socket.receive(lent); // full
    QCOMPARE(socket.input(), QByteArrayView("1234"));
    socket.take(4);
    socket.receive(lent);
    QCOMPARE(socket.input(), QByteArrayView("56"));
    QVERIFY(!socket.mayHoldMore());
}

void TestSockets::findsTheEndBehindTheLastBytes()
{
    auto [ours, theirs] = connected();
    Socket socket(std::move(ours));
    QByteArray lent(lentSize, '-');
    say(theirs, "last");
    theirs.close();
    receive(socket, lent, true);
    QCOMPARE(socket.input(), QByteArrayView("last"));
    QVERIFY(!socket.hasEnded());
    QVERIFY(socket.mayHoldMore()); // nothing else will be told
    socket.receive(lent);
    QVERIFY(socket.hasEnded());
    QCOMPARE(socket.input(), QByteArrayView("last"));
}

void TestSockets::keepsWhatTheKernelDoesNotTake()
{
    auto [ours, theirs] = connected();
    ReadySockets ready;
    QVERIFY(ready.add(ours.number(), nullptr));
    Socket socket(std::move(ours));
    QByteArray said;
    for (int index = 0; index < 2'000'000; ++index)
        said.append(QByteArray::number(index));
    Outgoing out;
    socket.write(out.append("start ").share(said).append(" end").pieces());
    QVERIFY(socket.unsentBytes() > 0 && socket.unsentBytes() < said.size());
    QVERIFY(!socket.hasEnded());
    QVERIFY(!socket.writeOn()); // nobody has read meanwhile
    news(ready, 1);

    QByteArray got;
    bool isTold = false;
    for (int tries = 0; tries < 10'000 && (socket.unsentBytes() > 0 || got.size() < said.size() + 10);
         ++tries) {
        got += heard(theirs, 1'000'000);
        isTold = isTold || (news(ready, 1).value_or(0) & EPOLLOUT) != 0;
        if (socket.unsentBytes() > 0)
            socket.writeOn();
    }
    QVERIFY(isTold);
    QCOMPARE(got.size(), said.size() + 10);
    QVERIFY(got == "start " + said + " end");
}

void TestSockets::findsAReset()
{
    auto [ours, theirs] = connected();
    ReadySockets ready;
    QVERIFY(ready.add(ours.number(), nullptr));
    QCOMPARE(news(ready).value_or(0), static_cast<quint32>(EPOLLOUT));
    Socket socket(std::move(ours));
    reset(theirs);
    QVERIFY((news(ready).value_or(0) & EPOLLERR) != 0);
    QByteArray lent(lentSize, '-');
    receive(socket, lent);
    QVERIFY(socket.hasEnded());
    Outgoing out;
    socket.write(out.append("to nobody").pieces());
    QCOMPARE(socket.unsentBytes(), 0);
}

void TestSockets::sharesWhatIsLarge()
{
    const QByteArray large(100'000, 'l');
    Outgoing out;
    const auto pieces = out.append("head").share("small").share(large).append('!').pieces();
    QCOMPARE(pieces.size(), 3U);
    QCOMPARE(QByteArrayView(static_cast<const char *>(pieces[0].iov_base), pieces[0].iov_len),
             QByteArrayView("headsmall"));
    QCOMPARE(static_cast<const void *>(pieces[1].iov_base), static_cast<const void *>(large.constData()));
    QCOMPARE(pieces[1].iov_len, 100'000U);
    QCOMPARE(QByteArrayView(static_cast<const char *>(pieces[2].iov_base), pieces[2].iov_len),
             QByteArrayView("!"));
    out.clear();
    QVERIFY(out.pieces().empty());
    QVERIFY(large.isDetached()); // let go of
}

void TestSockets::tellsOfEachChangeOnce()
{
    auto [ours, theirs] = connected();
    ReadySockets ready;
    QVERIFY(ready.isOpen());
    QVERIFY(ready.add(ours.number(), nullptr));
    QCOMPARE(news(ready).value_or(0), static_cast<quint32>(EPOLLOUT));
    QVERIFY(!news(ready, 3));
    for (int round = 0; round < 2; ++round) {
        say(theirs, "news");
        QCOMPARE(news(ready).value_or(0), static_cast<quint32>(EPOLLIN | EPOLLOUT));
        QVERIFY(!news(ready, 3));
    }
    ready.remove(ours.number());
    say(theirs, "unheard");
    QVERIFY(!news(ready, 3));
}

void TestSockets::opensNoSetWithoutDescriptors()
{
    rlimit limit{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    const rlimit none{0, limit.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
    ReadySockets ready;
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    QVERIFY(!ready.isOpen());
    QVERIFY(!ready.add(0, nullptr));
}

QTEST_GUILESS_MAIN(TestSockets)

#include "test_sockets.moc"
