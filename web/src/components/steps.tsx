import { Stepper } from "@mantine/core";
import "@mantine/core/styles/Stepper.css";
import { useMediaQuery } from "@mantine/hooks";

/** Shows the present one of several steps. Buttons elsewhere lead on and back. */
export function Steps({ names, active }: { names: readonly string[]; active: number }) {
  const narrow = useMediaQuery("(max-width: 36em)");
  return (
    <Stepper active={active} size="sm" labelPosition={narrow ? "bottom" : "right"} wrap={false} maw={800} aria-label="Steps" role="list">
      {names.map((name, i) => (
        <Stepper.Step
          key={name}
          label={name}
          component="div"
          role="listitem"
          allowStepClick={false}
          allowStepSelect={false}
          aria-current={i === active ? "step" : undefined}
          tabIndex={undefined}
        />
      ))}
    </Stepper>
  );
}
