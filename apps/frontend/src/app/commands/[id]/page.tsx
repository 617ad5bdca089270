import type { Metadata } from 'next';
import { CommandPage } from '../../../features/commands/detail/command-page.tsx';
import { t } from '../../../messages/index.ts';

export const metadata: Metadata = { title: t.command.title };

const Page = async ({ params }: { params: Promise<{ id: string }> }) => (
  <CommandPage id={(await params).id} />
);

export default Page;
