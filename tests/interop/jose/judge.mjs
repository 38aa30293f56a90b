// SPDX-License-Identifier: GPL-3.0-only
// Two implementations of JWT judge each other: jose must believe what Holdfast issues and notice every change of it,
// and Holdfast must believe what jose makes to its rules and refuse whatever departs from them.
// usage: node judge.mjs TOKEN_TOOL
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { SignJWT, UnsecuredJWT, decodeProtectedHeader, generateKeyPair, jwtVerify } from "jose";

const tool = process.argv[2];
const issued = JSON.parse(execFileSync(tool, ["issue"], { encoding: "utf8" }));
const key = new TextEncoder().encode(issued.secret);
const rules = {
  issuer: issued.issuer,
  audience: issued.audience,
  algorithms: ["HS256"],
  typ: "JWT",
  requiredClaims: ["iat", "iat_us", "nbf", "exp", "sub", "jti"],
};

async function joseBelievesOurs() {
  for (const token of issued.tokens) {
    const { payload, protectedHeader } = await jwtVerify(token.text, key, { ...rules, maxTokenAge: "1m" });
    assert.equal(payload.sub, token.sub);
    assert.equal(payload.jti, token.jti);
    assert.deepEqual(protectedHeader, { alg: "HS256", kid: issued.kid, typ: "JWT" });
  }
}

// The negative control of the judge itself.
async function joseNoticesChanges() {
  const { text } = issued.tokens[0];
  const [header, payload, signature] = text.split(".");
  const other = issued.tokens[1].text.split(".");
  const refused = (token, options = rules, secret = key) => assert.rejects(jwtVerify(token, secret, options));
  await refused([header, other[1], signature].join("."));
  await refused([header, payload, other[2]].join("."));
  await refused(text, rules, randomBytes(32));
  await refused(text, { ...rules, audience: "another" });
  await refused(text, { ...rules, issuer: "another" });
  await refused(text, { ...rules, currentDate: new Date(Date.now() + 25 * 3600 * 1000) });
}

function signer({ header = {}, without = [], ...claims } = {}) {
  const now = Math.floor(Date.now() / 1000);
  const all = {
    iss: issued.issuer, aud: issued.audience, sub: randomUUID(), jti: randomUUID(),
    iat: now, nbf: now, exp: now + 3600, ...claims,
  };
  all.iat_us = all.iat * 1_000_000;
  without.forEach((name) => delete all[name]);
  return new SignJWT(all).setProtectedHeader({ alg: "HS256", typ: "JWT", kid: issued.kid, ...header });
}

const sign = (change, secret = key) => signer(change).sign(secret);

function answersOf(tokens) {
  const env = { ...process.env, JWT_SECRET: issued.secret };
  const lines = execFileSync(tool, ["verify"], { encoding: "utf8", input: tokens.join("\n") + "\n", env });
  return lines.trimEnd().split("\n");
}

async function forgeries() {
  const now = Math.floor(Date.now() / 1000);
  const { privateKey } = await generateKeyPair("RS256");
  const good = await sign();
  const [header, payload, signature] = good.split(".");
  const claims = { iss: issued.issuer, aud: issued.audience, sub: randomUUID(), jti: randomUUID() };
  return [
    ["foreign header", new UnsecuredJWT(claims).setExpirationTime("1h").encode()],
    ["foreign header", await sign({ header: { alg: "HS384" } }, randomBytes(48))],
    ["foreign header", await sign({ header: { alg: "HS512" } }, randomBytes(64))],
    ["foreign header", await sign({ header: { alg: "RS256" } }, privateKey)],
    ["foreign header", await sign({ header: { typ: "at+jwt" } })],
    ["foreign header", await sign({ header: { kid: undefined } })],
    ["unknown key", await sign({ header: { kid: "another" } })],
    ["wrong signature", await sign({}, randomBytes(32))],
    ["wrong signature", [header, (await sign()).split(".")[1], signature].join(".")],
    ["malformed", `${header}.${payload}.${signature}=`],
    ["malformed", `${header}.${payload}`],
    ["too long", await sign({ padding: "x".repeat(10240) })],
    ["expired", await sign({ iat: now - 7200, nbf: now - 7200, exp: now - 3600 })],
    ["not yet valid", await sign({ nbf: now + 600 })],
    ["not yet valid", await sign({ iat: now + 600 })],
    ["foreign audience", await sign({ aud: "another" })],
    ["foreign issuer", await sign({ iss: "another" })],
    ["bad claims", await sign({ aud: [issued.audience] })],
    ["bad claims", await sign({ sub: "admin" })],
    ["bad claims", await sign({ exp: now + 30 * 86400 })],
    ...(await Promise.all(["iss", "aud", "sub", "jti", "iat", "iat_us", "nbf", "exp"].map(
      async (name) => ["bad claims", await sign({ without: [name] })]))),
  ];
}

async function weJudgeJoses() {
  const sub = randomUUID();
  assert.deepEqual(answersOf([await sign({ sub })]), [`ok ${sub}`]);
  const list = await forgeries();
  const answers = answersOf(list.map(([, token]) => token));
  list.forEach(([fault, token], i) => assert.equal(answers[i], fault, JSON.stringify(headerOf(token))));
  return list.length;
}

function headerOf(token) {
  try { return decodeProtectedHeader(token); } catch { return token.slice(0, 80); }
}

await joseBelievesOurs();
await joseNoticesChanges();
const refused = await weJudgeJoses();
console.log(`jose believes ${issued.tokens.length} tokens of ours; of jose's, 1 is believed and ${refused} are refused`);
