import type { CommandStatus } from '@signalbox/shared/status/status';
import { StateMark } from '../../components/state-mark.tsx';
import { statusFacts } from './status-facts.ts';

/** The status of a command as icon and word. */
export const CommandState = ({
  status,
  isTurning = false,
}: {
  status: CommandStatus;
  isTurning?: boolean;
}) => <StateMark {...statusFacts[status]} isTurning={isTurning && status === 'running'} />;
