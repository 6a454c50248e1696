<#
.SYNOPSIS
    Measures how many rotated and mirrored copies Find-IKDuplicate finds, with and without -AnyOrientation.
.DESCRIPTION
    Makes seven copies of each image, rotated and mirrored, at three quarters of the size, as JPEG of quality 85. The copies are
    the input, the images the reference set.
.EXAMPLE
    dotnet pwsh -NoProfile tests/Benchmarks/local/Measure-Orientation.ps1 tests/ImageKit.Metadata.Tests/PerceptualHashing/Vectors/*.png
#>
[CmdletBinding()]
param(
    # The images.
    [Parameter(Mandatory, Position = 0)]
    [SupportsWildcards()]
    [string[]] $Path
)

$ErrorActionPreference = 'Stop'
$modules = "$PSScriptRoot/../../../artifacts/module"
Import-Module "$modules/ImageKit.Metadata/ImageKit.Metadata.psd1", "$modules/ImageKit.Metadata.Local/ImageKit.Metadata.Local.psd1"

$images = @(Get-IKPHash $Path)
$folder = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))
try {
    foreach ($image in $images) {
        $original = [SkiaSharp.SKBitmap]::Decode($image.Path)
        $width, $height = ($original.Width * 3 / 4), ($original.Height * 3 / 4) | ForEach-Object { [int][Math]::Max(1, [Math]::Floor($_)) }
        $small = $original.Resize([SkiaSharp.SKSizeI]::new($width, $height), [SkiaSharp.SKSamplingOptions]::new([SkiaSharp.SKCubicResampler]::Mitchell))
        foreach ($orientation in 2..8) {
            # Quarter turns clockwise, after the image was mirrored or not.
            $turns = @{ 2 = 0; 3 = 2; 4 = 2; 5 = 3; 6 = 1; 7 = 1; 8 = 3 }[$orientation]
            $size = if ($turns % 2) { $height, $width } else { $width, $height }
            $copy = [SkiaSharp.SKBitmap]::new($size[0], $size[1])
            $canvas = [SkiaSharp.SKCanvas]::new($copy)
            $canvas.Translate($size[0] / 2, $size[1] / 2)
            $canvas.RotateDegrees(90 * $turns)
            if ($orientation -in 2, 4, 5, 7) { $canvas.Scale(-1, 1) }
            $canvas.Translate(-$width / 2, -$height / 2)
            $canvas.DrawBitmap($small, 0, 0)
            $canvas.Flush()
            [IO.File]::WriteAllBytes((Join-Path $folder "$($images.IndexOf($image))-$orientation.jpg"), $copy.Encode('Jpeg', 85).ToArray())
            $canvas.Dispose()
            $copy.Dispose()
        }
        $small.Dispose()
        $original.Dispose()
    }

    $copies = @(Get-IKPHash $folder/*.jpg)
    foreach ($options in @{}, @{ AnyOrientation = $true }) {
        $pairs = @($copies | Find-IKDuplicate -ReferenceObject $images -Pair -MaximumDistance 8 @options)
        $right = @($pairs | Where-Object { $_.ReferenceUrl -eq $images[[int]((Split-Path $_.DifferenceUrl -Leaf) -split '-')[0]].Path })
        [pscustomobject]@{
            AnyOrientation  = [bool]$options.AnyOrientation
            Copies          = $copies.Count
            Found           = $right.Count
            LargestDistance = ($right | Measure-Object Distance -Maximum).Maximum
            WrongPairs      = $pairs.Count - $right.Count
        }
    }
} finally {
    Remove-Item $folder -Recurse
}
