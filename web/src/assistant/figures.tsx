import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { DownloadIcon } from "../kit/icons";
import { t } from "../kit/text";
import type { Plot as PlotData, Table as TableData } from "./answer";
import { csvOf, fileNameOf, numberColumns } from "./csv";
import { Drawing } from "./drawing";
import { saveFile } from "./saving";
import "./figures.css";

export function Table({ table }: { table: TableData }) {
  const id = useId();
  return (
    <figure class="figure-frame">
      <figcaption id={id}>{table.title}</figcaption>
      <Grid columns={table.columns} rows={table.rows} labelledBy={id} />
      <div class="figure-foot">
        {table.is_cut && <span class="soft">{t("assistant-cut")}</span>}
        <SaveButton title={table.title} columns={table.columns} rows={table.rows} />
      </div>
    </figure>
  );
}

/** A plot, and the table that says the same. */
export function Plot({ plot, locale }: { plot: PlotData; locale: string | undefined }) {
  const id = useId();
  const isOpen = useSignal(false);
  const write = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
  const columns = ["", ...plot.series.map(({ name }) => (plot.unit === "" ? name : `${name} (${plot.unit})`))];
  const rows = plot.labels.map((label, at) => [
    label,
    ...plot.series.map(({ values }) => {
      const value = values[at] ?? null;
      return value === null ? "–" : write.format(value);
    }),
  ]);
  return (
    <figure class="figure-frame">
      <figcaption id={id}>{plot.title}</figcaption>
      <Drawing plot={plot} write={write} />
      <div class="figure-foot">
        <button type="button" class="button button-quiet" aria-expanded={isOpen.value} onClick={() => (isOpen.value = !isOpen.value)}>
          {t("assistant-as-table")}
        </button>
        <SaveButton title={plot.title} columns={columns} rows={rows} />
      </div>
      {isOpen.value && <Grid columns={columns} rows={rows} labelledBy={id} />}
    </figure>
  );
}

interface GridProps {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly labelledBy: string;
}

function Grid({ columns, rows, labelledBy }: GridProps) {
  const isNumber = numberColumns(columns.length, rows);
  return (
    <div class="grid-scroll" role="group" aria-labelledby={labelledBy} tabIndex={0}>
      <table class="grid">
        <thead>
          <tr>
            {columns.map((name, at) => (
              <th key={at} scope="col" data-number={isNumber[at]}>
                {name === "" ? <span class="unseen">{t("assistant-label")}</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, at) => (
                <td key={at} data-number={isNumber[at]}>
                  <bdi>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SaveProps {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const SaveButton = ({ title, columns, rows }: SaveProps) => (
  <button
    type="button"
    class="button button-quiet"
    onClick={() => saveFile(csvOf(columns, rows), fileNameOf(title, "csv"), "text/csv;charset=utf-8")}
  >
    <DownloadIcon />
    {t("assistant-save-csv")}
  </button>
);
