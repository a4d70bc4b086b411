package reins.learner.dataset;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Rows in memory that go to and come from Parquet files, by DuckDB.
 *
 * <p>Threads: one. Errors: {@link IllegalArgumentException} with one line in DuckDB's words.
 */
final class Table implements AutoCloseable {
  private final Connection connection;
  private final Statement statement;

  /** Something that talks to the database. */
  interface Work<T> {
    T run() throws SQLException;
  }

  Table() {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      statement = connection.createStatement();
      statement.execute("SET threads = 1"); // keeps rows in order
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB: " + firstLine(e), e);
    }
  }

  void execute(String sql) {
    attempt(() -> statement.execute(sql));
  }

  ResultSet query(String sql) {
    return attempt(() -> statement.executeQuery(sql));
  }

  DuckDBAppender appender(String table) {
    return attempt(() -> connection.unwrap(DuckDBConnection.class).createAppender("main", table));
  }

  /** Writes what a query gives to a Parquet file. */
  void write(String query, Path file, String keyValues) {
    String more = keyValues.isEmpty() ? "" : ", KV_METADATA {" + keyValues + "}";
    execute(
        "COPY ("
            + query
            + ") TO "
            + quoted(file.toString())
            + " (FORMAT parquet, COMPRESSION snappy"
            + more
            + ")");
  }

  static <T> T attempt(Work<T> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw new IllegalArgumentException(firstLine(e), e);
    }
  }

  /** As a string literal. */
  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** As a column's name. */
  static String named(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    attempt(
        () -> {
          statement.close();
          connection.close();
          return null;
        });
  }
}
