/**
 * The SurrealQL of the recorder. Every statement may run twice, late, or beside that of another recorder, and leaves
 * what `mergeRows` says.
 */

/** Refused as a whole if one of the rows is there already. */
export const insertStatement = 'INSERT INTO command $fresh RETURN NONE;';

/** Set once, with the first event that carries the command. */
const commandColumns = ['command', 'input', 'name', 'queue', 'tags', 'parentId', 'scheduleId'];

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

/** Of several ends of one command the mark tells of the one that its row has. */
export const markFailedStatement = `INSERT IGNORE INTO command_failed $failed RETURN NONE;
FOR $mark IN $failed {
  UPDATE type::record('command_failed', $mark.id) SET
    at = $mark.at, fingerprint = $mark.fingerprint, order = $mark.order
  WHERE (order ?? 0) < $mark.order RETURN NONE;
};`;

export const markChildStatement = 'INSERT IGNORE INTO command_child $children RETURN NONE;';

export const historyStatement = 'INSERT IGNORE INTO command_event $history RETURN NONE;';

export const logStatement = 'INSERT IGNORE INTO command_log $log RETURN NONE;';

/** Removes all there is of commands, and remembers that; as a whole, for the rows name what else there is. */
export const deleteStatement = `BEGIN TRANSACTION;
INSERT IGNORE INTO command_deleted $deleted RETURN NONE;
DELETE $records RETURN NONE;
FOR $id IN $deleted.id {
  DELETE type::record('command_event', [$id, 0]..[$id, 1000000000]) RETURN NONE;
  DELETE type::record('command_log', [$id, 0]..[$id, 1000000000]) RETURN NONE;
};
COMMIT TRANSACTION;`;

export const findDeletedStatement = 'SELECT * FROM $marks;';

export const findBelongingsStatement = 'SELECT * FROM $rows;';
