/**
 * The SurrealQL of the recorder. Every statement may run twice, late, or beside that of another recorder, and leaves
 * what `mergeRows` says.
 */

/** Refused as a whole if one of the rows is there already. */
export const insertStatement = 'INSERT INTO command $fresh RETURN NONE;';

/** Set once, with the first event that carries the command. */
const commandColumns = ['command', 'input', 'name', 'queue', 'tags', 'parentId'];

/**
 * The greater order has the state, and the command is kept once known. Assignments take effect one after the other,
 * so `order` comes last. (`INSERT … ON DUPLICATE KEY UPDATE` takes six times as long.)
 */
export const mergeStatement = `INSERT IGNORE INTO command $rows RETURN NONE;
FOR $row IN $rows {
  UPDATE type::record('command', $row.id) SET
    ${commandColumns.map((column) => `${column} = ${column} ?? $row.${column},`).join('\n    ')}
    state = IF $row.order > order { $row.state } ELSE { state },
    outcome = IF $row.order > order { $row.outcome } ELSE { outcome },
    status = IF $row.order > order { $row.status } ELSE { status },
    order = IF $row.order > order { $row.order } ELSE { order }
  RETURN NONE;
  IF (SELECT VALUE status FROM ONLY type::record('command', $row.id)) IN ['completed', 'failed', 'canceled'] {
    DELETE type::record('command_open', $row.id) RETURN NONE;
  };
};`;

/** For rows whose command is stored and whose state alone is news. */
export const advanceStatement = `FOR $row IN $later {
  UPDATE type::record('command', $row.id) SET
    state = $row.state, outcome = $row.outcome, status = $row.status, order = $row.order
  WHERE order < $row.order RETURN NONE;
};`;

/** Comes before the row itself, so that no open command lacks its mark. */
export const markOpenStatement = 'INSERT IGNORE INTO command_open $open RETURN NONE;';

export const unmarkOpenStatement = 'DELETE $closed RETURN NONE;';

export const markFailedStatement = 'INSERT IGNORE INTO command_failed $failed RETURN NONE;';

export const historyStatement = 'INSERT IGNORE INTO command_event $history RETURN NONE;';
