// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <random>

/// Valid requests for a server that has GET and POST /mirror/{tag}, and what it must answer to each.
struct RawPipeline
{
    QByteArray bytes;
    QList<QByteArray> answers;
};

/// What /mirror/{tag} answers.
QByteArray mirrorAnswer(const QByteArray &tag, const QByteArray &body);

/// One to six requests with fields and bodies of random number and size; the same seed gives the same.
RawPipeline makePipeline(std::mt19937 &random);
