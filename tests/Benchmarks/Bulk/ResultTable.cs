namespace Benchmarks.Bulk;

/// <summary>A plain table, printed row by row, so that a long run shows what it has.</summary>
internal sealed class ResultTable
{
    private readonly int[] _widths;

    public ResultTable(string title, params string[] columns)
    {
        _widths = [.. columns.Select((column, i) => Math.Max(column.Length, i == 0 ? 52 : 12))];
        Console.WriteLine();
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Add(columns);
        Add([.. _widths.Select(width => new string('-', width))]);
    }

    public void Add(params string[] cells) =>
        Console.WriteLine("| " + string.Join(" | ", cells.Select((cell, i) => i == 0 ? cell.PadRight(_widths[i]) : cell.PadLeft(_widths[i]))) + " |");
}
