// Reads a LeRobot folder's Parquet files with a reader that is neither ours nor DuckDB: node read.mjs FOLDER MODULES. Prints JSON.
import { pathToFileURL } from 'node:url';
const [folder, modules] = process.argv.slice(2);
const { asyncBufferFromFile, parquetReadObjects, parquetMetadataAsync } = await import(pathToFileURL(`${modules}/node_modules/hyparquet/src/node.js`));
const read = async (name) => {
  const file = await asyncBufferFromFile(`${folder}/${name}`);
  const metadata = await parquetMetadataAsync(file);
  // Bytes are bytes: utf8 is what a column says it is, not what its bytes look like.
  const rows = await parquetReadObjects({ file, metadata, utf8: false });
  return { rows, columns: metadata.schema.slice(1).map((c) => c.name), pandas: (metadata.key_value_metadata ?? []).find((m) => m.key === 'pandas')?.value };
};
const plain = (key, value) => typeof value === 'bigint' ? Number(value)
  : value instanceof Uint8Array ? Buffer.from(value).toString('base64')
  : ArrayBuffer.isView(value) ? Array.from(value) : value;
const [tasks, episodes, data] = await Promise.all(['meta/tasks.parquet', 'meta/episodes/chunk-000/file-000.parquet', 'data/chunk-000/file-000.parquet'].map(read));
console.log(JSON.stringify({ tasks, episodes, data }, plain));
