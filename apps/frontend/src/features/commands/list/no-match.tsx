import { Button, ButtonGroup } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { t } from '../../../messages/index.ts';
import { statusFacts } from '../status-facts.ts';
import { noFilters, type Filters } from './filters.ts';

interface NoMatchProps {
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
}

const words = t.filters;

const describe = ({ status, q, name, queue }: Filters) => [
  ...(q === '' ? [] : [{ label: words.wordsFilter(q), without: { q: '' } }]),
  ...(status.length === 0
    ? []
    : [{ label: status.map((one) => statusFacts[one].word).join(', '), without: { status: [] } }]),
  ...(name === '' ? [] : [{ label: name, without: { name: '' } }]),
  ...(queue === '' ? [] : [{ label: words.queueFilter(queue), without: { queue: '' } }]),
];

/** Shown where filters leave nothing: names each of them and offers to drop it. */
export const NoMatch = ({ filters, onChange }: NoMatchProps) => {
  const parts = describe(filters);
  return (
    <EmptyState
      title={words.noMatch}
      action={
        <ButtonGroup>
          {parts.map(({ label, without }) => (
            <Button key={label} onClick={() => onChange(without)}>
              {words.drop(label)}
            </Button>
          ))}
          {parts.length > 1 && <Button onClick={() => onChange(noFilters)}>{words.dropAll}</Button>}
        </ButtonGroup>
      }
    >
      {words.noMatchText(parts.map(({ label }) => label))}
    </EmptyState>
  );
};
