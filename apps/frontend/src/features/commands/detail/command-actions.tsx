'use client';

import type { CommandView } from '@signalbox/shared/http/command-view';
import { ButtonGroup, ButtonLink } from '../../../components/button.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { getJson } from '../../../lib/api-client.ts';
import { t } from '../../../messages/index.ts';
import { hasEnded } from '../status-facts.ts';
import { CancelButton } from './cancel-button.tsx';
import { toCurl } from './to-curl.ts';

const readCurl = async (view: CommandView): Promise<string> => {
  const { apiUrl } = await getJson<{ apiUrl: string }>('/config');
  return toCurl(view, apiUrl);
};

/** What can be done with a command. */
export const CommandActions = ({ view }: { view: CommandView }) => (
  <ButtonGroup>
    {!hasEnded(view.status) && <CancelButton view={view} />}
    <ButtonLink href={`/commands/new?from=${view.id}`}>{t.command.runAgain}</ButtonLink>
    <CopyButton label={t.command.copyCurl} read={() => readCurl(view)} />
  </ButtonGroup>
);
