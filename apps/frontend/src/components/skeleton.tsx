'use client';

import { useDelayed } from '../lib/use-delayed.ts';
import styles from './skeleton.module.css';

/** A grey bar where a value will stand; it takes its room at once and is seen after 150 ms. */
export const Bone = ({ width }: { width: number | string }) => (
  <span
    className={`${styles.bone} ${useDelayed(true) ? styles.due : ''}`}
    style={{ width }}
    aria-hidden="true"
  />
);

/** Table rows whose values are still to come, in their final size. */
export const BoneRows = ({ rows, columns }: { rows: number; columns: number }) =>
  Array.from({ length: rows }, (_, row) => row).map((row) => (
    <tr key={row} aria-hidden="true">
      {Array.from({ length: columns }, (_, column) => column).map((column) => (
        <td key={column}>
          <Bone width="60%" />
        </td>
      ))}
    </tr>
  ));
