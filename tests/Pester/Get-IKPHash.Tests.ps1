BeforeDiscovery {
    $supported = $PSVersionTable.PSVersion -ge '7.4'
    $windows = $PSVersionTable.PSEdition -ne 'Core' -or $IsWindows
    $superuser = [Environment]::UserName -eq 'root'
}

Describe 'Get-IKPHash' -Skip:(-not $supported) {
    BeforeAll {
        . "$PSScriptRoot/Setup.ps1"
        Import-Module "$PSScriptRoot/../../artifacts/module/ImageKit.Metadata.Local/ImageKit.Metadata.Local.psd1" -ErrorAction Stop

        $command = 'ImageKit.Metadata.Commands.GetIKPHashCommand'
        $vectors = "$PSScriptRoot/../ImageKit.Metadata.Tests/PerceptualHashing/Vectors"

        # A folder with three images whose hashes are known.
        function NewImageFolder {
            $folder = NewFolder
            Copy-Item $vectors/s01-64x64.png $folder/a.png
            Copy-Item $vectors/s17-400x300.png $folder/b.png
            Copy-Item $vectors/s21-150x150.png "$folder/c[1].png"
            $folder
        }
        $hashes = 'b601a4804bb6b04a', '31fcf6a7f8f9a2a0', '768975518a7abbeb'

        # A GIF file that consists of a header, with this many pixels.
        function NewHollowImage([string] $Path, [int] $Width, [int] $Height) {
            $size = [BitConverter]::GetBytes([uint16] $Width) + [BitConverter]::GetBytes([uint16] $Height)
            [IO.File]::WriteAllBytes($Path, [byte[]]([Text.Encoding]::ASCII.GetBytes('GIF89a') + $size + @(0x80, 0, 0) + @(0) * 6 +
                @(0x2C, 0, 0, 0, 0) + $size + @(0, 2, 2, 0x44, 1, 0, 0x3B)))
        }
    }

    It 'hashes files by path, with wildcards, and describes them' {
        $folder = NewImageFolder

        $images = Get-IKPHash "$folder/*.png"

        $images | Should -BeOfType ImageKit.Metadata.LocalImage
        $images.PHash | Should -BeExactly $hashes
        $images.Name | Should -BeExactly 'a.png', 'b.png', 'c[1].png'
        $images[1].Path | Should -Be (Get-Item $folder/b.png).FullName
        $images[1].Width, $images[1].Height, $images[1].Orientation | Should -Be 400, 300, 1
        $images[1].Format | Should -BeExactly 'png'
        $images[1].Size | Should -Be (Get-Item $folder/b.png).Length
        $images[1].LastWriteTime | Should -Be (Get-Item $folder/b.png).LastWriteTimeUtc
    }

    It 'takes files from Get-ChildItem, paths as text, and rows with a FullName' {
        $folder = NewImageFolder

        (Get-ChildItem $folder | Get-IKPHash).PHash | Should -BeExactly $hashes
        ("$folder/b.png", "$folder/a.png" | Get-IKPHash).PHash | Should -BeExactly $hashes[1, 0]
        ([pscustomobject]@{ FullName = "$folder/c[1].png" } | Get-IKPHash).PHash | Should -BeExactly $hashes[2]
        (Get-IKPHash -LiteralPath "$folder/c[1].png").PHash | Should -BeExactly $hashes[2]
        (Get-IKPHash "$folder/c[1].png").PHash | Should -BeExactly $hashes[2]
    }

    It 'resolves relative paths in the current folder' {
        Push-Location (NewImageFolder)
        try { (Get-IKPHash ./b.png, *.png).Name | Should -BeExactly 'b.png', 'a.png', 'b.png', 'c[1].png' } finally { Pop-Location }
    }

    It 'keeps the order of the input with -ThrottleLimit <_>' -ForEach @(1, 2, 8) {
        $folder = NewImageFolder
        $names = (1..40 | ForEach-Object { 'b.png', 'a.png', 'a.png' })

        ($names | ForEach-Object { "$folder/$_" } | Get-IKPHash -ThrottleLimit $_).Name | Should -BeExactly $names
    }

    It 'emits all with -Unordered' {
        $folder = NewImageFolder

        $groups = 1..40 | ForEach-Object { "$folder/b.png", "$folder/a.png" } | Get-IKPHash -Unordered | Group-Object Name

        $groups | ForEach-Object { $_.Count } | Should -Be 40, 40
    }

    It 'takes no more than it needs' {
        $folder = NewImageFolder
        $taken = [System.Collections.Generic.List[object]]::new()

        1..500 | ForEach-Object { $taken.Add($_); "$folder/a.png" } | Get-IKPHash -ThrottleLimit 1 | Select-Object -First 1 | Should -HaveCount 1

        $taken.Count | Should -BeLessOrEqual 17
    }

    It 'counts in verbose output' {
        $folder = NewImageFolder

        $verbose = Get-IKPHash $folder/*.png, $folder/missing.png -Verbose -ErrorAction SilentlyContinue 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }

        "$verbose" | Should -BeLike '4 files: 3 hashed, 1 failed, *'
    }

    It 'finds the files that a reference has, and those that it lacks' {
        $folder = NewImageFolder
        $reference = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/demo/b.jpg'; PHash = '31fcf6a7f8f9a2a1' }

        $groups = Get-ChildItem $folder | Get-IKPHash | Find-IKDuplicate -ReferenceObject $reference
        $groups | Should -HaveCount 1
        $groups.Members.Name | Should -Contain 'b.png'
        (Get-ChildItem $folder | Get-IKPHash | Find-IKDuplicate -ReferenceObject $reference -Unmatched).Name | Should -BeExactly 'a.png', 'c[1].png'
    }

    It 'finds a rotated copy with -AnyOrientation only' {
        $folder = NewImageFolder
        $original = [SkiaSharp.SKBitmap]::Decode("$folder/b.png")
        $rotated = [SkiaSharp.SKBitmap]::new($original.Height, $original.Width)
        $canvas = [SkiaSharp.SKCanvas]::new($rotated)
        $canvas.Translate($original.Height, 0)
        $canvas.RotateDegrees(90)
        $canvas.DrawBitmap($original, 0, 0)
        $canvas.Flush()
        [IO.File]::WriteAllBytes("$folder/rotated.jpg", $rotated.Encode('Jpeg', 90).ToArray())
        $reference = [ImageKit.Metadata.ImageMetadata]@{ Url = 'https://ik.imagekit.io/demo/b.jpg'; PHash = $hashes[1] }
        $file = Get-IKPHash $folder/rotated.jpg

        $file | Find-IKDuplicate -ReferenceObject $reference | Should -BeNullOrEmpty
        $group = $file | Find-IKDuplicate -ReferenceObject $reference -AnyOrientation
        $group.NewCount | Should -Be 1
        $group.WidestDistance | Should -BeLessOrEqual 8
        $file | Find-IKDuplicate -ReferenceObject $reference -AnyOrientation -Unmatched | Should -BeNullOrEmpty
    }

    It 'skips the folders that a wildcard matches' {
        $folder = NewImageFolder
        $null = New-Item $folder/sub -ItemType Directory

        (Get-IKPHash $folder/* -ErrorVariable failures).Name | Should -BeExactly 'a.png', 'b.png', 'c[1].png'
        Get-IKPHash $folder/s* -ErrorVariable +failures | Should -BeNullOrEmpty
        $failures | Should -BeNullOrEmpty
        Get-IKPHash $folder/sub -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty
        $failures.FullyQualifiedErrorId | Should -BeExactly "NotAFile,$command"
    }

    Context 'with what has no hash' {
        It 'reports <Id> for <Because> and continues' -ForEach @(
            @{ Id = 'NotAFile'; Category = 'InvalidArgument'; Because = 'a folder'; Make = { New-Item $path -ItemType Directory } }
            @{ Id = 'EmptyFile'; Category = 'InvalidData'; Because = 'an empty file'; Make = { New-Item $path -ItemType File } }
            @{ Id = 'UnsupportedFormat'; Category = 'InvalidData'; Because = 'a text file'; Make = { Set-Content $path 'This is text.' } }
            @{ Id = 'FileNotFound'; Category = 'ObjectNotFound'; Because = 'a missing file'; Make = { } }
            @{ Id = 'DamagedImage'; Category = 'InvalidData'; Because = 'a truncated image'; Make = { [IO.File]::WriteAllBytes($path, [IO.File]::ReadAllBytes("$vectors/s17-400x300.png")[0..100000]) } }
            @{ Id = 'DamagedImage'; Category = 'InvalidData'; Because = '100 megapixels in less than a kilobyte'; Make = { NewHollowImage $path 10000 10000 } }
            @{ Id = 'ImageTooLarge'; Category = 'LimitsExceeded'; Because = 'a decompression bomb'; Make = { NewHollowImage $path 65535 65535 } }
        ) {
            $folder = NewImageFolder
            $path = "$folder/bad.jpg"
            $null = . $Make

            $images = Get-IKPHash $folder/a.png, $path, $folder/b.png -ErrorAction SilentlyContinue -ErrorVariable failures

            $images.Name | Should -BeExactly 'a.png', 'b.png'
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -BeExactly "$Id,$command"
            $failures[0].CategoryInfo.Category | Should -Be $Category
            Split-Path $failures[0].TargetObject -Leaf | Should -BeExactly 'bad.jpg'
            $failures[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'reports a file that vanishes' {
            $folder = NewImageFolder
            $files = Get-ChildItem $folder
            Remove-Item $folder/b.png

            ($files | Get-IKPHash -ErrorAction SilentlyContinue -ErrorVariable failures).Name | Should -BeExactly 'a.png', 'c[1].png'
            $failures.FullyQualifiedErrorId | Should -BeExactly "FileNotFound,$command"
        }

        It 'reports a file that may not be read' -Skip:($windows -or $superuser) {
            $folder = NewImageFolder
            [IO.File]::SetUnixFileMode("$folder/b.png", 'None')

            (Get-ChildItem $folder | Get-IKPHash -ErrorAction SilentlyContinue -ErrorVariable failures).Name | Should -BeExactly 'a.png', 'c[1].png'
            $failures.FullyQualifiedErrorId | Should -BeExactly "AccessDenied,$command"
        }

        It 'reports a pipe, and does not wait for it' -Skip:$windows {
            $folder = NewImageFolder
            mkfifo $folder/pipe.jpg

            (Get-IKPHash $folder/pipe.jpg, $folder/a.png -ErrorAction SilentlyContinue -ErrorVariable failures).Name | Should -BeExactly 'a.png'
            $failures.FullyQualifiedErrorId | Should -BeExactly "EmptyFile,$command"
        }

        It 'reports a path that is not one of the file system' {
            Get-IKPHash env:PATH -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeExactly "NotAFileSystemPath,$command"
        }

        It 'throws with -ErrorAction Stop' {
            { Get-IKPHash (NewFolder) -ErrorAction Stop } | Should -Throw -ErrorId "NotAFile,$command"
        }
    }

    It 'is shown as a table' {
        $folder = NewImageFolder
        $lines = (Show (Get-IKPHash $folder/a.png)).Trim() -split '\r?\n'

        $lines[0] | Should -Match '^PHash +Width +Height +Format +File'
        $lines[2] | Should -Match '^b601a4804bb6b04a +64 +64 +png +\S+[\\/]a\.png'
    }
}
