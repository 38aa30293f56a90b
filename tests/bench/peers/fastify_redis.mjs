// SPDX-License-Identifier: GPL-3.0-only
// Fastify and a Lua script in Redis. No tokens, keys, limits or logs. Requests of one turn of the event loop go to
// Redis together.
import { readFileSync } from "node:fs";
import Fastify from "fastify";
import Redis from "ioredis";
import { reservationSchema } from "./schema.mjs";

const redis = new Redis(process.env.REDIS_SOCKET, { enableAutoPipelining: true });
redis.defineCommand("reserve", { numberOfKeys: 2, lua: readFileSync(new URL("reserve.lua", import.meta.url), "utf8") });
const app = Fastify();

app.post("/reservations", { schema: reservationSchema }, async (request, reply) => {
  const { product_id: product, quantity } = request.body;
  const hold = `hold:${product}:${request.headers["x-user-id"]}`;
  const available = await redis.reserve(`stock:${product}`, hold, quantity);
  reply.code(available >= 0 ? 201 : 409);
  return available >= 0
    ? { success: true, data: { reservation: { id: hold }, available_stock: available } }
    : { success: false };
});

await app.listen({ port: 0, host: "127.0.0.1", backlog: 4096 });
console.log(`listening on ${app.server.address().port}`);
