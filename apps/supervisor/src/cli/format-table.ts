export interface Column {
  title: string;
  /** Numbers stand one below the other. */
  isRight?: boolean;
}

/** Rows of cells as lines of one width for each column; the first line has the titles. */
export const formatTable = (columns: readonly Column[], rows: readonly (readonly string[])[]): string[] => {
  const all = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const align = (cell: string, column: number): string =>
    columns[column]?.isRight === true ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return all.map((row) => row.map(align).join('  ').trimEnd());
};
