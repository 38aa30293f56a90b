// SPDX-License-Identifier: GPL-3.0-only
// Fastify and node-pg, all of it in one statement that commits by itself. No tokens, keys, limits or logs.
import Fastify from "fastify";
import pg from "pg";
import { reservationSchema } from "./schema.mjs";

const pool = new pg.Pool({ max: 16 });
const app = Fastify();
const text = `
  WITH taken AS (
    UPDATE products SET available = available - $2, reserved = reserved + $2
    WHERE id = $1 AND available >= $2 RETURNING id, available)
  INSERT INTO reservations (product_id, user_name, quantity) SELECT id, $3, $2::integer FROM taken
  RETURNING id, expires_at, (SELECT available FROM taken) AS available`;

app.post("/reservations", { schema: reservationSchema }, async (request, reply) => {
  const { product_id: product, quantity } = request.body;
  const { rows: [held] } = await pool.query({
    name: "reserve", text, values: [product, quantity, request.headers["x-user-id"]] });
  reply.code(held ? 201 : 409);
  return held
    ? { success: true, data: { reservation: { id: held.id, expires_at: held.expires_at }, available_stock: held.available } }
    : { success: false };
});

await app.listen({ port: 0, host: "127.0.0.1", backlog: 4096 });
console.log(`listening on ${app.server.address().port}`);
