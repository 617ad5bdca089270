import { CommandPage } from '../../../features/commands/detail/command-page.tsx';

const Page = async ({ params }: { params: Promise<{ id: string }> }) => (
  <CommandPage id={(await params).id} />
);

export default Page;
