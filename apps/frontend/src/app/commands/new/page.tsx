import type { Metadata } from 'next';
import { NewCommandPage } from '../../../features/commands/form/new-command-page.tsx';
import { t } from '../../../messages/index.ts';

export const metadata: Metadata = { title: t.pages.newCommand };

const Page = () => <NewCommandPage />;

export default Page;
