import type { Metadata } from 'next';
import { CommandsPage } from '../../features/commands/list/commands-page.tsx';
import { t } from '../../messages/index.ts';

export const metadata: Metadata = { title: t.pages.commands };

const Page = () => <CommandsPage />;

export default Page;
