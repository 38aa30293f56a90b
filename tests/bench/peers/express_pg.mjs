// SPDX-License-Identifier: GPL-3.0-only
// What most tutorials build: Express and node-pg, one transaction a request. No tokens, keys, limits or logs.
import express from "express";
import pg from "pg";

const pool = new pg.Pool({ max: 32 });
const app = express();
app.disable("x-powered-by");
app.disable("etag");
app.use(express.json());

async function reserve(client, product, quantity, user) {
  await client.query("BEGIN");
  const { rows } = await client.query({
    name: "lock", text: "SELECT available FROM products WHERE id = $1 FOR UPDATE", values: [product] });
  if (rows.length === 0 || rows[0].available < quantity) {
    await client.query("ROLLBACK");
    return null;
  }
  await client.query({
    name: "take", text: "UPDATE products SET available = available - $2, reserved = reserved + $2 WHERE id = $1",
    values: [product, quantity] });
  const held = await client.query({
    name: "hold", values: [product, user, quantity],
    text: "INSERT INTO reservations (product_id, user_name, quantity) VALUES ($1, $2, $3) RETURNING id, expires_at" });
  await client.query("COMMIT");
  return { reservation: held.rows[0], available_stock: rows[0].available - quantity };
}

app.post("/reservations", async (request, response) => {
  const { product_id: product, quantity } = request.body;
  const client = await pool.connect();
  try {
    const data = await reserve(client, product, quantity, request.get("x-user-id"));
    response.status(data ? 201 : 409).json({ success: data !== null, data });
  } finally {
    client.release();
  }
});

const server = app.listen(0, "127.0.0.1", 4096, () => console.log(`listening on ${server.address().port}`));
