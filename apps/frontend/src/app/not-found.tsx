import { ButtonLink } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { t } from '../messages/index.ts';

const NotFound = () => (
  <EmptyState title={t.notFound.title} action={<ButtonLink href="/">{t.notFound.action}</ButtonLink>}>
    {t.notFound.text}
  </EmptyState>
);

export default NotFound;
